"""The room's rights."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

DETERMINE = declare("duties.determine", "认定", [Role.REVIEWER, Role.HEAD, Role.HANDLER, Role.OFFICER])
EXCUSE = declare("duties.excuse", "认定免责或不适用", [Role.REVIEWER, Role.HEAD])
