"""What waits for the decision of who looks at a case: approvals and exceptions asked for in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from liuhen.apps.cases.queries import event_words, may_decide, may_exempt
from liuhen.apps.lawlib.queries import term

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Approval, Case, Exemption
    from liuhen.apps.people.models import Person


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to decide: what, since when it waits, and where it is decided."""

    name: str
    asked_at: datetime
    url: str


def waiting_for(
    person: Person, case: Case, approvals: Iterable[Approval], exemptions: Iterable[Exemption]
) -> list[Decision]:
    """What of these waits for this person, the oldest first; the case was read whole."""
    found = []
    for asked in (one for one in approvals if not one.outcome):
        asked.case = case
        if may_decide(person, asked):
            place = reverse("cases:approval", args=[asked.pk])
            found.append(Decision(term("approvals", asked.kind), asked.asked_at, place))
    for wanted in (one for one in exemptions if not one.outcome):
        wanted.case = case
        if may_exempt(person, wanted):
            place = reverse("cases:exemption", args=[wanted.pk])
            name = _("程序例外：%(event)s") % {"event": event_words(wanted.event)}
            found.append(Decision(name, wanted.asked_at, place))
    return sorted(found, key=lambda one: one.asked_at)
