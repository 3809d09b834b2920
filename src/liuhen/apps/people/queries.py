"""All reads of the room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet

from liuhen.apps.journal.queries import entries_about
from liuhen.apps.people import entries
from liuhen.apps.people.models import Agency, Person, RoleGrant, Unit
from liuhen.apps.people.roles import Role
from liuhen.ports.outside import outside

FAILURES_COUNT_FOR = timedelta(minutes=15)


def person_by_certificate(certificate: str) -> Person | None:
    """Find an officer by the certificate number 执法证号."""
    return _people().filter(certificate=certificate).first()


def people_certified(certificates: Collection[str]) -> dict[str, int]:
    """Certificate number → primary key of the officer who bears it; no query for none."""
    if not certificates:
        return {}
    rows = Person.objects.filter(certificate__in=certificates).values_list("certificate", "pk")
    return {certificate: key for certificate, key in rows if certificate}


def officers_certified(certificates: Collection[str]) -> dict[str, Person]:
    """Certificate number → the officer who bears it; no query for none."""
    found = Person.objects.filter(certificate__in=certificates).select_related("unit") if certificates else ()
    return {person.certificate: person for person in found if person.certificate}


def person_by_username(username: str) -> Person | None:
    """Find a person by sign-in name."""
    return _people().filter(username=username).first()


def people_of(agency: Agency) -> QuerySet[Person]:
    """The active people of an agency, by unit and name."""
    return _people().filter(unit__agency=agency, is_active=True).order_by("unit__name", "name")


def officers_beginning(agencies: Collection[int], word: str) -> list[int]:
    """The keys of the officers of these agencies, active or not, whose name or certificate begins with a word."""
    named = Q(name__startswith=word) | Q(certificate__startswith=word)
    found = Person.objects.filter(named, unit__agency__in=agencies).exclude(certificate=None)
    return list(found.order_by("pk").values_list("pk", flat=True))


def units_keyed(keys: Collection[int], agencies: Collection[int]) -> QuerySet[Unit]:
    """The units with these keys, of these agencies."""
    return Unit.objects.filter(pk__in=keys, agency__in=agencies).order_by("pk")


def officers_of(agency: Agency) -> QuerySet[Person]:
    """The active people who hold a certificate."""
    return people_of(agency).exclude(certificate=None)


def heads_of(unit: Unit) -> QuerySet[Person]:
    """The heads 负责人 of a unit's agency who may approve for it."""
    return people_of(unit.agency).filter(grants__role=Role.HEAD.value)


def units_of(agency: Agency) -> QuerySet[Unit]:
    """The units of an agency."""
    return Unit.objects.filter(agency=agency).order_by("name")


def agencies_under(agency: Agency) -> set[int]:
    """Primary keys of the agency and of all below it (the tree is small: a province has a few hundred)."""
    children: dict[int | None, list[int]] = {}
    for key, parent in Agency.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(key)
    found, waiting = {agency.pk}, [agency.pk]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found


def only_agency() -> Agency | None:
    """The agency of an instance that serves just one; None when there are none or several."""
    agencies = list(Agency.objects.filter(parent=None)[:2])
    return agencies[0] if len(agencies) == 1 else None


def agency_named(name: str) -> Agency | None:
    """Find an agency by its exact name."""
    return Agency.objects.filter(name=name).first()


def agency_coded(code: str) -> Agency | None:
    """Find an agency by its code."""
    return Agency.objects.filter(code=code).first()


def agencies_keyed(keys: Collection[int]) -> QuerySet[Agency]:
    """The agencies with these keys."""
    return Agency.objects.filter(pk__in=keys).order_by("pk")


def all_agencies() -> QuerySet[Agency]:
    """All agencies, in the order they were registered."""
    return Agency.objects.order_by("pk")


def unit_named(agency: Agency, name: str) -> Unit | None:
    """Find a unit of an agency by its exact name."""
    return Unit.objects.filter(agency=agency, name=name).first()


def everybody() -> QuerySet[Person]:
    """All people, by agency, unit and name."""
    return _people().order_by("unit__agency__name", "unit__name", "name")


def roles_of(people: Collection[int]) -> dict[int, frozenset[Role]]:
    """The roles each of these persons holds today; no query for nobody."""
    found: dict[int, set[Role]] = {}
    grants = RoleGrant.objects.filter(person__in=people).values_list("person_id", "role") if people else ()
    for person, role in grants:
        found.setdefault(person, set()).add(Role(role))
    return {person: frozenset(held) for person, held in found.items()}


def failed_sign_ins(username: str) -> int:
    """How often signing in under this name has failed within the last quarter of an hour."""
    since = outside().clock.now() - FAILURES_COUNT_FOR
    failures = entries_about("sign_in", username[:80])
    return failures.filter(kind=entries.SIGN_IN_FAILED.code, at__gte=since).count()


def _people() -> QuerySet[Person]:
    return Person.objects.select_related("unit__agency").prefetch_related("grants")
