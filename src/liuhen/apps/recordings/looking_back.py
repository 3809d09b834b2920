"""What the machines were never asked of recordings that came in before a kind of analysis was there: asked now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.findings.actions import ask_for
from liuhen.apps.findings.queries import asked_for
from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.people.queries import all_agencies
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.looking import facts_of, kinds_for
from liuhen.apps.recordings.looking_at_copies import look_at_copies
from liuhen.apps.recordings.models import Recording
from liuhen.core.media.playing import needs_playable
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency

PORTION = 500
"""So many recordings are gone through in one transaction, with one entry in the journal."""


def ask_missing(kinds: Collection[WorkKind]) -> Iterator[Counter[WorkKind]]:
    """Ask for all work of these kinds that fits a recording and was never asked for; what was, in each portion.

    It can be broken off and begun again: what was asked for, done or parked stays as it is.
    """
    for agency in all_agencies():
        after = 0
        while rows := list(Recording.objects.filter(agency=agency, pk__gt=after).order_by("pk")[:PORTION]):
            yield _ask(agency, rows, kinds)
            after = rows[-1].pk


@transaction.atomic
def _ask(agency: Agency, rows: Sequence[Recording], kinds: Collection[WorkKind]) -> Counter[WorkKind]:
    known, asked = asked_for({row.sha256 for row in rows}), Counter[WorkKind]()
    for row in rows:
        facts = facts_of(row)
        missing = [kind for kind in kinds_for(facts) if kind in kinds and (row.sha256, kind) not in known]
        ask_for(row.sha256, missing, facts=facts)
        asked.update(missing)
        if needs_playable(facts):
            asked.update(look_at_copies(row, kinds))
    if asked:
        data = {
            "from": rows[0].pk,
            "through": rows[-1].pk,
            "asked": {kind.value: number for kind, number in asked.items()},
        }
        about = About(kind="agency", id=agency.code, label=agency.name)
        record(entries.ANALYSES_ASKED, None, about, What(data=data))
    return asked
