"""What is done once an intake is over: pieces joined, sidecars given to their films, films linked to steps."""

from __future__ import annotations

from collections.abc import Collection

from liuhen.apps.recordings.attaching import link_what_fits
from liuhen.apps.recordings.companions import pair_companions
from liuhen.apps.recordings.models import Intake
from liuhen.apps.recordings.queries import recordings_by_key, recordings_of_intake
from liuhen.apps.recordings.sessions import join_sessions, next_quiet_intakes


def settle_intake(intake: Intake, seen: Collection[int] = ()) -> None:
    """Put in order what an intake brought; may be run again. `seen`: recordings met again, to be linked likewise."""
    join_sessions(intake)
    pair_companions(intake)
    brought = set(recordings_of_intake(intake).values_list("pk", flat=True))
    link_what_fits(recordings_by_key({*brought, *seen}))


def settle_quiet_intakes() -> int:
    """Join and pair for intakes that came to rest; give how many sessions and pairs that made."""
    return sum(len(join_sessions(one)) + len(pair_companions(one)) for one in next_quiet_intakes())
