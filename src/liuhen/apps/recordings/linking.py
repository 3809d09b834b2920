"""Which step a recording belongs to: suggestions by officer, device, time and place, with a score and reasons.

The machine attaches a recording by itself only when exactly one step fits surely: the officer took part in it, the
time of the recording is known from a clock, and, with its whole error bar, it lies within the step (a little before and
after allowed). Everything else is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from liuhen.apps.recordings.linking_evidence import Evidence, gather
from liuhen.apps.recordings.linking_score import Suggestion, judge, window
from liuhen.apps.recordings.models import Link
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

__all__ = ["Suggestion", "suggest_links", "suggestions_for", "sure_steps", "window"]


def suggest_links(recording: Recording) -> list[Suggestion]:
    """The steps the recording may belong to, the best first; none when its time is not known at all."""
    return suggestions_for([recording]).get(recording.pk, [])


def suggestions_for(recordings: Iterable[Recording]) -> dict[int, list[Suggestion]]:
    """The same for many recordings (key → suggestions), in a number of queries that does not grow with them."""
    rows = list(recordings)
    evidence = gather(rows)
    return {row.pk: _of(row, evidence) for row in rows if row.pk in evidence.when and not row.is_sidecar}


def sure_steps(recordings: Sequence[Recording]) -> dict[int, Suggestion]:
    """For each recording the one step that fits surely, if no other fits and nobody linked or unlinked it before."""
    ever = set(Link.objects.filter(recording__in=[row.pk for row in recordings]).values_list("recording_id", flat=True))
    found = suggestions_for(row for row in recordings if row.pk not in ever)
    best = {key: [one for one in suggestions if one.personal] for key, suggestions in found.items()}
    return {key: personal[0] for key, personal in best.items() if len(personal) == 1 and personal[0].sure}


def _of(recording: Recording, evidence: Evidence) -> list[Suggestion]:
    when, now = evidence.when[recording.pk], outside().clock.now()
    taken = evidence.linked.get(recording.pk, frozenset())
    found = []
    for step in evidence.steps.values():
        if step.pk in taken or step.case.agency_id != recording.agency_id:
            continue
        ties = evidence.ties(recording, step)
        tied = ties.took_part or ties.checked or ties.same_session or ties.holder
        if tied and (suggestion := judge(step, when, ties, now)):
            found.append(suggestion)
    return sorted(found, key=lambda one: (-one.score, one.step.start, one.step.pk))
