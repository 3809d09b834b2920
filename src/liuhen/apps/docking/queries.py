"""All reads of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from liuhen.apps.docking import entries
from liuhen.apps.docking.models import CardFile, CardVisit, WaitingCard
from liuhen.apps.docking.permissions import NAME_CARD, SEE_AGENCY, SEE_OWN
from liuhen.apps.journal.queries import body_of, entries_about

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.people.models import Person
    from liuhen.ports.cards import Volume


def visible_to(person: Person) -> QuerySet[CardVisit]:
    """The visits a person may know of: those of the agency for its custodian, one's own for an officer."""
    visits = _visits().filter(device__agency=person.agency)
    if person.may(SEE_AGENCY):
        return visits
    if person.may(SEE_OWN):
        return visits.filter(Q(intake__officer=person) | Q(device__holder=person))
    return visits.none()


def listed(person: Person) -> QuerySet[CardVisit]:
    """The list page: the latest first, with what became of the files."""
    counts = {
        "stored": Count("entries", filter=Q(entries__outcome="stored")),
        "known": Count("entries", filter=Q(entries__outcome="duplicate")),
        "refused": Count("entries", filter=Q(entries__outcome="rejected")),
    }
    return visible_to(person).annotate(**counts).order_by("-seen_at", "-pk")


def files_of(visit: CardVisit) -> QuerySet[CardFile]:
    """What was taken in from the card, in the order of names."""
    return CardFile.objects.filter(visit=visit).order_by("name", "pk")


def unreadable_in(visit: CardVisit) -> int:
    """How many files of the card could not be read: they were neither taken in nor compared, and are not cleared."""
    return files_of(visit).filter(sha256="").count()


def waiting_for(person: Person) -> QuerySet[WaitingCard]:
    """The cards at the dock which the person may say the owner of."""
    cards = WaitingCard.objects.select_related("device", "officer", "named_by").order_by("seen_at")
    if not person.may(NAME_CARD):
        return cards.none()
    return cards.filter(agency=person.agency)


def waiting_card(mark: str) -> WaitingCard | None:
    """What the dock noted of this insertion of a card, with what a person said of it."""
    cards = WaitingCard.objects.select_related("device__agency", "device__holder", "officer__unit", "named_by__unit")
    return cards.filter(mark=mark).first()


def latest(limit: int) -> QuerySet[CardVisit]:
    """The latest visits of all agencies (command line)."""
    return _visits().order_by("-seen_at", "-pk")[:limit]


def visit_numbered(key: int) -> CardVisit | None:
    """A visit by its number (command line)."""
    return _visits().filter(pk=key).first()


def unfinished(device: Device, volume: Volume) -> CardVisit | None:
    """The visit of this very card that was broken off while reading or comparing, to go on with."""
    not_done = Q(finished_at=None) | Q(verified_at=None, problem="")  # the latter: killed while comparing
    return _of_card(device, volume).filter(not_done).order_by("-pk").first()


def to_clear(device: Device, volume: Volume) -> list[CardVisit]:
    """The visits of this very card which somebody asked to clear and which are not cleared yet."""
    return list(_of_card(device, volume).filter(cleared_at=None).exclude(clear_asked_at=None).order_by("pk"))


def clearing_begun(visit: CardVisit) -> set[str]:
    """The names of files that a dock said it was about to delete from the card of this visit."""
    said = entries_about("card_visit", str(visit.pk)).filter(kind=entries.CLEARING.code)
    return {name for entry in said for name in body_of(entry)["data"]["names"]}


def latest_without(device: Device, volume: Volume, name: str) -> CardVisit | None:
    """The latest visit of this very card at which it held no file of this name.

    None for a card without a serial of its own: it cannot be told from another card of the same camera, on which the
    file may have lain all along.
    """
    if not volume.serial:
        return None
    visits = _of_card(device, volume)
    with_it = CardFile.objects.filter(name=name, visit__in=visits).values("visit")
    return visits.exclude(pk__in=with_it).exclude(finished_at=None).order_by("-seen_at").first()


def _of_card(device: Device, volume: Volume) -> QuerySet[CardVisit]:
    return _visits().filter(device=device, volume_label=volume.label, volume_serial=volume.serial)


def _visits() -> QuerySet[CardVisit]:
    return CardVisit.objects.select_related(
        "device__agency", "device__holder", "intake__officer__unit", "intake__by", "cleared_by", "clear_asked_by"
    )
