"""Registering a person from the command line: finds or makes the agency and the unit, checks what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from liuhen.apps.people.actions import (
    NewPerson,
    add_agency,
    add_person,
    add_unit,
    date_certificate,
    give_back,
    qualify,
    suspend,
)
from liuhen.apps.people.models import Agency, Person, Unit
from liuhen.apps.people.queries import agency_named, person_by_certificate, person_by_username, unit_named
from liuhen.apps.people.roles import Role
from liuhen.core.errors import LiuhenError


def register(
    *, username: str, name: str, agency: str, unit: str, certificate: str, roles: Sequence[str], password: str
) -> Person:
    """Register a person; LiuhenError says what stands in the way and what to do."""
    _check(username, certificate, password)
    place = _unit(_agency(agency), unit)
    held = tuple(_role(code) for code in roles)
    return add_person(
        None,
        NewPerson(username=username, name=name, password=password, unit=place, certificate=certificate, roles=held),
    )


def date_certificate_of(certificate: str, said: Mapping[str, date | None]) -> Person:
    """Say `since` and `until` which day a certificate is valid; LiuhenError says what stands in the way.

    A day that is not said stays as it was; None takes it back.
    """
    person = _certified(certificate)
    known = {"since": person.certificate_since, "until": person.certificate_until}
    with _told():
        return date_certificate(None, person, **{**known, **said})


def qualify_person(username: str, kind: str, since: date | None, note: str) -> Person:
    """Register a qualification of the person who signs in so; LiuhenError says what stands in the way."""
    person = person_by_username(username)
    if person is None:
        raise LiuhenError(f"没有登录名 {username}，请核对；运行 liuhen person list 查看。")
    with _told():
        qualify(None, person, kind, since=since, note=note)
    return person


def suspend_certificate(certificate: str, since: datetime, reason: str) -> Person:
    """Register that a certificate was taken in; LiuhenError says what stands in the way."""
    person = _certified(certificate)
    with _told():
        suspend(None, person, since, reason)
    return person


def give_certificate_back(certificate: str, at: datetime) -> Person:
    """Register that a certificate was given back; LiuhenError says what stands in the way."""
    person = _certified(certificate)
    with _told():
        give_back(None, person, at)
    return person


def _certified(certificate: str) -> Person:
    person = person_by_certificate(certificate)
    if person is None:
        raise LiuhenError(f"没有登记执法证号 {certificate}，请核对；运行 liuhen person list 查看。")
    return person


@contextmanager
def _told() -> Iterator[None]:
    """What a rule refuses, as an error of the command line."""
    try:
        yield
    except ValidationError as error:
        raise LiuhenError("；".join(error.messages)) from error


def _check(username: str, certificate: str, password: str) -> None:
    if person_by_username(username):
        raise LiuhenError(f"登录名 {username} 已被使用，请换一个。")
    if certificate and person_by_certificate(certificate):
        raise LiuhenError(f"执法证号 {certificate} 已登记在他人名下，请核对。")
    try:
        validate_password(password)
    except ValidationError as error:
        raise LiuhenError("口令不合要求：" + "；".join(error.messages)) from error


def _role(code: str) -> Role:
    try:
        return Role(code)
    except ValueError as error:
        raise LiuhenError(f"没有角色 {code}；运行 liuhen person roles 查看可用的角色代码。") from error


def _agency(name: str) -> Agency:
    return agency_named(name) or add_agency(None, f"agency-{Agency.objects.count() + 1}", name)


def _unit(agency: Agency, name: str) -> Unit:
    return unit_named(agency, name) or add_unit(None, agency, name)
