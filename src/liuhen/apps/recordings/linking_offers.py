"""Suggestions as a person is shown them: only of steps whose case they may see, filmings of several files as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import visible_to as visible_cases
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.linking import Suggestion, suggestions_for
from liuhen.apps.recordings.permissions import WORK

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording, Session

LIKELY = 50
"""From so many points on a suggestion is ticked beforehand."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A recording that waits for a step, the step that fits it best, and how many others fit."""

    recording: Recording
    best: Suggestion | None
    others: int
    may_accept: bool

    @property
    def pair(self) -> str:
        """Recording and step, as the page sends them back."""
        return f"{self.recording.pk}-{self.best.key}" if self.best else ""

    @property
    def likely(self) -> bool:
        """Whether it is ticked beforehand."""
        return self.may_accept and self.best is not None and self.best.score >= LIKELY

    @property
    def time_known(self) -> bool:
        """Whether a clock found with it can be believed."""
        return time_known(self.recording)


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Offers that stand together: the parts of one filming (`session`), or a single recording."""

    session: Session | None
    offers: Sequence[Offer]

    @property
    def best(self) -> Suggestion | None:
        """The step that fits the filming best, if any fits one of its parts."""
        found = [offer.best for offer in self.offers if offer.best and offer.may_accept]
        return max(found, key=lambda one: one.score, default=None)

    @property
    def together(self) -> str:
        """Filming and step, as the page sends them back; empty for a single recording."""
        return f"{self.session.pk}-{self.best.key}" if self.session and self.best else ""


def offered_to(person: Person, recordings: Iterable[Recording]) -> dict[int, list[Suggestion]]:
    """The suggestions for each recording (by key) that the person may know of, the best first."""
    found = suggestions_for(recordings)
    cases = {one.step.case_id for group in found.values() for one in group}
    seen = set(visible_cases(person).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    return {key: [one for one in group if one.step.case_id in seen] for key, group in found.items()}


def groups_for(person: Person, recordings: Sequence[Recording]) -> list[OfferGroup]:
    """What is offered for these recordings, in their order; parts of one filming in a row are one group."""
    found = offered_to(person, recordings)
    offers = [_offer(person, one, found.get(one.pk, [])) for one in recordings]
    runs = groupby(offers, key=lambda offer: offer.recording.session_id or -offer.recording.pk)
    return [_group(list(run)) for _, run in runs]


def _offer(person: Person, recording: Recording, found: Sequence[Suggestion]) -> Offer:
    own = person.may(WORK) and recording.officer_id == person.pk
    return Offer(recording, found[0] if found else None, max(0, len(found) - 1), own)


def _group(offers: Sequence[Offer]) -> OfferGroup:
    return OfferGroup(offers[0].recording.session, offers)
