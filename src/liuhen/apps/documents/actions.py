"""All writes of the room: permit → rule → one transaction → journal entry. Each lies in the file of its matter."""

from __future__ import annotations

from liuhen.apps.documents.drafting import begin, check, drop, save, send_back
from liuhen.apps.documents.enforcing import put_in_force
from liuhen.apps.documents.inputs import NewSeal, NewSignature, Stale
from liuhen.apps.documents.numbering import set_word, word_set
from liuhen.apps.documents.seals import keep_seal, pass_on_seal, withdraw_seal
from liuhen.apps.documents.signing import sign
from liuhen.apps.documents.withdrawing import withdraw_signature

__all__ = [
    "NewSeal",
    "NewSignature",
    "Stale",
    "begin",
    "check",
    "drop",
    "keep_seal",
    "pass_on_seal",
    "put_in_force",
    "save",
    "send_back",
    "set_word",
    "sign",
    "withdraw_seal",
    "withdraw_signature",
    "word_set",
]
