"""Taking back a signature that was given by mistake or can't be read, before its document is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.documents import entries
from liuhen.apps.documents.drafting import about_draft, locked, must_be, reason_of
from liuhen.apps.documents.models import DraftState, Signature, SignatureWithdrawal
from liuhen.apps.documents.permits import require_write
from liuhen.apps.documents.standing import form_of
from liuhen.apps.journal.actions import Purpose, What, record
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


@transaction.atomic
def withdraw_signature(by: Person, signature: Signature, reason: str) -> SignatureWithdrawal:
    """Let a signature, refusal or seal of a checked draft count no more, saying why; it stays on record.

    By whoever took it, or whoever writes on the case. ValidationError once the document is in force, or a second time.
    """
    draft = locked(signature.draft)
    if signature.taken_by_id != by.pk:
        require_write(by, draft.case)
    must_be(draft, DraftState.CHECKED, "撤回签名")
    why = reason_of(reason)
    if SignatureWithdrawal.objects.filter(signature=signature).exists():
        raise ValidationError(f"“{signature.who}”的这个签名已撤回，请刷新页面。")
    withdrawal = SignatureWithdrawal.objects.create(
        signature=signature, reason=why, withdrawn_by=by, withdrawn_at=outside().clock.now()
    )
    what = What(data={"signature": signature.pk, "slot": signature.slot, "who": signature.who}, rows=[withdrawal])
    record(entries.SIGNATURE_WITHDRAWN, by, about_draft(draft, form_of(draft)), what, Purpose(purpose=why))
    return withdrawal
