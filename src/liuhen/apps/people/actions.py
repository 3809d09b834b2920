"""All writes of the room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.journal.actors import Actor
from liuhen.apps.people import entries
from liuhen.apps.people.models import Agency, Person, RoleGrant, Unit
from liuhen.apps.people.roles import Role
from liuhen.apps.people.roll import give_back, qualify, suspend

__all__ = [
    "NewPerson",
    "add_agency",
    "add_person",
    "add_unit",
    "date_certificate",
    "give_back",
    "note_failed_sign_in",
    "note_sign_in",
    "note_sign_out",
    "qualify",
    "suspend",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is needed to register a person; `certificate` is empty for those who do not enforce."""

    username: str
    name: str
    password: str
    unit: Unit
    certificate: str = ""
    roles: tuple[Role, ...] = ()


@transaction.atomic
def add_agency(
    by: Actor | None, code: str, name: str, *, territory: str = "", field: str = "", parent: Agency | None = None
) -> Agency:
    """Register an agency."""
    agency = Agency.objects.create(code=code, name=name, territory=territory, field=field, parent=parent)
    record(entries.AGENCY_ADDED, by, About(kind="agency", id=code, label=name), What(rows=[agency]))
    return agency


@transaction.atomic
def add_unit(by: Actor | None, agency: Agency, name: str) -> Unit:
    """Register a unit of an agency."""
    unit = Unit.objects.create(agency=agency, name=name)
    record(entries.UNIT_ADDED, by, About(kind="unit", id=str(unit.pk), label=name), What(rows=[unit]))
    return unit


@transaction.atomic
def add_person(by: Actor | None, new: NewPerson) -> Person:
    """Register a person with their roles."""
    person = Person(username=new.username, name=new.name, certificate=new.certificate or None, unit=new.unit)
    person.set_password(new.password)
    person.save()
    grants = _grant(person, new.roles)
    about = About(kind="person", id=str(person.pk), label=new.name)
    record(entries.PERSON_ADDED, by, about, What(data={"roles": [*new.roles]}, rows=[person, *grants]))
    return person


@transaction.atomic
def date_certificate(by: Actor | None, person: Person, *, since: date | None, until: date | None) -> Person:
    """Say from which to which day a person's certificate 执法证 is valid; None where no such day is known."""
    if not person.certificate:
        raise ValidationError(f"{person.name}没有登记执法证号，不能登记有效期。")
    if since and until and until < since:
        raise ValidationError({"until": "有效期届满之日早于生效之日，请核对执法证。"})
    person.certificate_since, person.certificate_until = since, until
    person.save(update_fields=["certificate_since", "certificate_until"])
    data = {"since": str(since or ""), "until": str(until or "")}
    about = About(kind="person", id=str(person.pk), label=person.name)
    record(entries.CERTIFICATE_DATED, by, about, What(data=data, rows=[person]))
    return person


@transaction.atomic
def note_sign_in(person: Person) -> None:
    """Journal that a person signed in."""
    record(entries.SIGNED_IN, person, About(kind="person", id=str(person.pk), label=person.name))


@transaction.atomic
def note_failed_sign_in(username: str) -> None:
    """Journal that somebody tried to sign in under this name; the password tried is never kept."""
    record(entries.SIGN_IN_FAILED, None, About(kind="sign_in", id=username[:80]))


@transaction.atomic
def note_sign_out(person: Person) -> None:
    """Journal that a person signed out."""
    record(entries.SIGNED_OUT, person, About(kind="person", id=str(person.pk), label=person.name))


def _grant(person: Person, roles: Iterable[Role]) -> list[RoleGrant]:
    return [RoleGrant.objects.create(person=person, role=role.value) for role in roles]
