"""All reads of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from liuhen.apps.access.models import Package, ViewingRequest
from liuhen.apps.access.permissions import DECIDE
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording


def visible_to(person: Person) -> QuerySet[ViewingRequest]:
    """One's own requests; for a head those about the agency's cases as well. The newest first."""
    seen = Q(by=person)
    if person.may(DECIDE):
        seen |= Q(case__agency=person.unit.agency_id)
    found = ViewingRequest.objects.filter(seen).select_related("case", "by__unit", "decided_by")
    return found.order_by("-asked_at", "-pk")


def waiting_for(person: Person) -> QuerySet[ViewingRequest]:
    """The requests the person has to decide on, the oldest first."""
    if not person.may(DECIDE):
        return ViewingRequest.objects.none()
    waiting = visible_to(person).filter(decided_at=None, case__agency=person.unit.agency_id).exclude(by=person)
    return waiting.order_by("asked_at", "pk")


def request_for(person: Person, key: int) -> ViewingRequest | None:
    """The request with this key if the person may see it."""
    return visible_to(person).filter(pk=key).first()


def viewing_until(person: Person, recording: Recording) -> datetime | None:
    """Until when a head has approved that the person view this recording; None: not approved, or no longer."""
    granted = _in_force(person, Q(case__steps__links__recording=recording))
    return granted.order_by("-until").values_list("until", flat=True).first()


def recordings_granted(person: Person) -> QuerySet[ViewingRequest, Any]:
    """The keys of the recordings a head has approved the person to view, as far as the approvals still hold."""
    return _in_force(person, Q()).values("case__steps__links__recording")


def _in_force(person: Person, linked: Q) -> QuerySet[ViewingRequest]:
    """Approvals that have not run out, joined to the links that stood when the head decided on them."""
    stood = Q(case__steps__links__ended_at=None, case__steps__links__made_at__lte=F("decided_at"))
    now = outside().clock.now()
    # One call of filter: the conditions speak of the same link.
    return ViewingRequest.objects.filter(stood, linked, by=person, granted=True, until__gt=now)


def packages_of(case: Case) -> QuerySet[Package]:
    """The packages built of the case, the newest first."""
    return Package.objects.filter(case=case).select_related("by").order_by("-made_at", "-pk")
