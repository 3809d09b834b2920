"""What has arisen in a case: the situations its dossier states, and those that its recusals amount to."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.core.terms.facts import Dossier, Recusal, Situation

REQUESTED, RECUSED = "recusal_requested", "recused"
"""Situations (vocabulary) of a case in which somebody is asked to stay out, or has to."""
_APPROVED, _WITHDRAWN = "approved", "withdrawn"


def arisen(dossier: Dossier) -> tuple[Situation, ...]:
    """All situations of the dossier; a recusal that was asked for is one, that it was decided another."""
    return (*dossier.situations, *(one for recusal in dossier.recusals for one in _of(recusal)))


def _of(recusal: Recusal) -> Iterator[Situation]:
    if recusal.outcome == _WITHDRAWN:
        return
    yield Situation(id=recusal.id, kind=REQUESTED, since=recusal.asked_at)
    if recusal.outcome == _APPROVED and recusal.decided_at:
        yield Situation(id=recusal.id, kind=RECUSED, since=recusal.decided_at)
