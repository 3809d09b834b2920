"""What waits for the decision of who looks at a case: approvals and exceptions asked for in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from liuhen.apps.cases.queries import event_words, is_kept_out, may_decide, may_exempt
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
    asked = [one for one in approvals if not one.outcome]
    wanted = [one for one in exemptions if not one.outcome]
    out = bool(asked or wanted) and is_kept_out(person, case)
    found = []
    for approval in asked:
        approval.case = case
        if may_decide(person, approval, kept_out=out):
            place = reverse("cases:approval", args=[approval.pk])
            found.append(Decision(term("approvals", approval.kind), approval.asked_at, place))
    for exemption in wanted:
        exemption.case = case
        if may_exempt(person, exemption, kept_out=out):
            name = _("程序例外：%(event)s") % {"event": event_words(exemption.event)}
            found.append(Decision(name, exemption.asked_at, reverse("cases:exemption", args=[exemption.pk])))
    return sorted(found, key=lambda one: one.asked_at)
