"""Writes of the room: which texts bind, what the agency sets, the official wording. Those about drafts: drafts.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.lawlib import entries
from liuhen.apps.lawlib.models import AgencyNumber, Binding, OfficialWording
from liuhen.apps.lawlib.official import as_data
from liuhen.apps.lawlib.permissions import ATTACH, require
from liuhen.apps.lawlib.queries import text_for
from liuhen.core.errors import LiuhenError
from liuhen.core.lawbook.official import OfficialText, parse_official
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.lawbook.text import LawText


@transaction.atomic
def bind_text(by: Person | None, agency: Agency, text: str) -> Binding:
    """Have a text judge the agency's cases; LawError when there is no such text."""
    title = _law(agency, text).info.title
    binding = Binding.objects.create(agency=agency, text=text, since=outside().clock.now())
    record(entries.TEXT_BOUND, by, About(kind="text", id=text, label=title), What(rows=[binding]))
    return binding


def _law(agency: Agency, text: str) -> LawText:
    """The text, put in force by the agency or in the law folder, which names the known ones when there is none."""
    return text_for(agency, text) or outside().law.text(text)


@transaction.atomic
def set_number(by: Person | None, agency: Agency, key: str, value: str) -> AgencyNumber:
    """Set what a text leaves to the agency, once."""
    number = AgencyNumber.objects.create(agency=agency, key=key, value=value)
    record(entries.NUMBER_SET, by, About(kind="agency", id=agency.code, label=agency.name), What(rows=[number]))
    return number


def attach_wording(by: Person, text: str, name: str, data: bytes) -> OfficialWording:
    """Attach an official document (txt, docx, or pdf with text) to a text: its bytes kept, its articles found.

    A later one supersedes; the earlier stays. Raises ValidationError about `file` when it cannot be read, LawError
    when there is no such text.
    """
    require(by, ATTACH)
    law = _law(by.agency, text)
    official = _parsed(name, data)
    vault = outside().vault
    stored = vault.commit(vault.stage(iter([data]), size_hint=len(data)))
    with transaction.atomic():
        row = OfficialWording.objects.create(
            agency=by.agency,
            text=text,
            file_name=name[-255:],
            sha256=stored.sha256,
            size=stored.size,
            parsed=as_data(official),
            attached_by=by,
            at=outside().clock.now(),
        )
        about = About(kind="text", id=text, label=law.info.title)
        data_ = {"sha256": row.sha256, "articles": len(official.articles), "items": official.items}
        record(entries.WORDING_ATTACHED, by, about, What(data=data_, rows=[row]))
    return row


def _parsed(name: str, data: bytes) -> OfficialText:
    """The articles of the document; what stands in the way is said about the field `file`."""
    try:
        official = parse_official(_storable(outside().documents.read(data, name=name).text))
    except LiuhenError as error:
        raise ValidationError({"file": f"{error}。"}) from error
    if not official.articles:
        raise ValidationError({"file": f"“{name}”：{'；'.join(str(remark) for remark in official.remarks)}。"})
    return official


def _storable(text: str) -> str:
    """The text without what a PDF may hold and no database takes: null characters and halves of characters."""
    return text.replace("\x00", "").encode(errors="replace").decode()
