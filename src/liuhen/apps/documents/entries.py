"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

DRAFT_BEGUN = declare("documents.begun", "起草文书", "起草了文书", alters=False)
DRAFT_SAVED = declare("documents.saved", "修改文书草稿", "修改了文书草稿", alters=False)
DRAFT_CHECKED = declare("documents.checked", "核对文书", "核对了文书，内容不再改动", alters=False)
DRAFT_SENT_BACK = declare("documents.sent_back", "退回修改", "将文书退回修改并说明理由", alters=False)
DRAFT_DROPPED = declare("documents.dropped", "废弃文书草稿", "废弃了文书草稿并说明理由", alters=False)
SIGNED = declare("documents.signed", "文书签名", "为文书登记了签名、盖章或者拒绝签名", alters=False)
SIGNATURE_WITHDRAWN = declare("documents.signature_withdrawn", "撤回签名", "撤回了文书上的签名并说明理由", alters=False)
IN_FORCE = declare("documents.in_force", "文书生效", "使文书生效并编号")
SEAL_KEPT = declare("documents.seal_kept", "启用印章", "启用了印章图像并指定保管人")
SEAL_WITHDRAWN = declare("documents.seal_withdrawn", "停用印章", "停用了印章图像")
WORD_SET = declare("documents.word_set", "设置文号代字", "设置了文号的代字")
