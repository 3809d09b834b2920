"""The journal entries this room writes. What a machine finds is advice and can be made again: it is no act."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

TRIED_AGAIN = declare("findings.tried_again", "重新分析", "要求对已搁置的分析再试一次")
