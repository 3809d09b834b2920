"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

VIEWING_ASKED = declare("access.viewing_asked", "申请调阅", "申请调阅案件的音像记录")
VIEWING_GRANTED = declare("access.viewing_granted", "同意调阅", "同意了调阅申请")
VIEWING_REFUSED = declare("access.viewing_refused", "不同意调阅", "没有同意调阅申请")
# The name is part of the package format: whoever checks a package looks for it (core/package/custody.py).
PACKAGE_BUILT = declare("package.build", "制作证据包", "制作了证据包")
