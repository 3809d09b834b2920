"""The journal's own kinds of entry."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

INSTANCE_CREATED = declare("journal.instance_created", "建立实例", "建立了本实例")
