"""All writes of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.lawlib import entries
from liuhen.apps.lawlib.models import AgencyNumber, Binding
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person


@transaction.atomic
def bind_text(by: Person | None, agency: Agency, text: str) -> Binding:
    """Have a text judge the agency's cases; LawError when the law folder has no such text."""
    title = outside().law.text(text).info.title
    binding = Binding.objects.create(agency=agency, text=text, since=outside().clock.now())
    record(entries.TEXT_BOUND, by, About(kind="text", id=text, label=title), What(rows=[binding]))
    return binding


@transaction.atomic
def set_number(by: Person | None, agency: Agency, key: str, value: str) -> AgencyNumber:
    """Set what a text leaves to the agency, once."""
    number = AgencyNumber.objects.create(agency=agency, key=key, value=value)
    record(entries.NUMBER_SET, by, About(kind="agency", id=agency.code, label=agency.name), What(rows=[number]))
    return number
