"""Seals and the words of running numbers from the command line: names are looked up, mistakes told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from liuhen.apps.documents.actions import NewSeal, keep_seal, withdraw_seal, word_set
from liuhen.apps.documents.queries import form_named, next_number, seals_in_use
from liuhen.apps.people.queries import agency_named, person_by_username
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency
    from liuhen.core.forms.form import Form

PIECE = 1 << 20


def forms_by_number() -> list[Form]:
    """Every form, those of the national set first."""
    forms = outside().law.forms().values()
    return sorted(forms, key=lambda form: (form.number is None, form.number or 0, form.document))


def set_word_of(agency: str, form: str, year: int, word: str) -> str:
    """Set the word of a kind of document; give the number its next one will bear. LiuhenError tells what is wrong."""
    found = _agency(agency)
    with _told():
        word_set(None, found, form, year, word)
    asked = form_named(form)
    number = next_number(found, asked, year) if asked else None
    return f"下一份《{asked.title}》的文号为 {number.text}。" if asked and number else ""


def entrust_seal(name: str, image: Path, keeper: str) -> str:
    """Take a seal into use; give the name of who keeps it. LiuhenError tells what is wrong."""
    person = person_by_username(keeper)
    if person is None:
        raise LiuhenError(f"没有登录名为 {keeper} 的人员，请核对；运行 liuhen person list 查看。")
    with _told(), image.open("rb") as file:
        keep_seal(None, NewSeal(name=name, keeper=person, image=iter(lambda: file.read(PIECE), b"")))
    return person.name


def withdraw_seal_of(agency: str, name: str) -> None:
    """Take a seal out of use. LiuhenError tells what is wrong."""
    found = seals_in_use(_agency(agency)).filter(name=name).first()
    if found is None:
        raise LiuhenError(f"{agency}没有名为“{name}”的在用印章，请核对名称。")
    withdraw_seal(None, found)


def _agency(name: str) -> Agency:
    found = agency_named(name)
    if found is None:
        raise LiuhenError(f"没有名为“{name}”的机构。请核对（liuhen agency list）。")
    return found


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise LiuhenError("；".join(error.messages)) from error
