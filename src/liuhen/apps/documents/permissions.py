"""The room's rights. Who writes on a case is a matter of the case; who reviews or decides writes what is theirs."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

_WRITERS = [Role.OFFICER, Role.HANDLER, Role.REVIEWER, Role.HEAD]

WRITE = declare("documents.write", "起草、修改文书", _WRITERS)
CHECK = declare("documents.check", "核对文书", _WRITERS)
SEAL = declare("documents.seal", "使用本人保管的印章", [*_WRITERS, Role.CUSTODIAN])
KEEP_SEALS = declare("documents.keep_seals", "启用、停用印章", [Role.HEAD])
SET_WORDS = declare("documents.set_words", "设置文号代字", [Role.HEAD, Role.CUSTODIAN])
