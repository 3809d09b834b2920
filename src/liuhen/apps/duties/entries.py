"""The journal entries this room writes. A verdict is no act: it can always be derived anew from the facts."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

DETERMINED = declare("duties.determined", "人工认定", "对法律留待认定的事项作出认定并说明理由")
