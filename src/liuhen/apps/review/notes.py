"""Making the explanation of a recording used as evidence 证据文字说明: filled in, printed, a document of the case.

A note is never changed. Whoever finds a mistake makes a new one, which replaces it; both stay on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from liuhen.apps.cases.actions import File, NewDocument, register_document
from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import require_work
from liuhen.apps.review import entries
from liuhen.apps.review.models import EvidenceNote
from liuhen.apps.review.note_prefill import PRINTED_IN, interval_words, moment_words
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.ports.press import Sheet

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Step
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

LONGEST = 4000


class NoteRefused(LiuhenError):
    """The note can't be made as it is; `field` names the matter whose text is wrong, empty: the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        """Say why, and beside which field."""
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """What is to be printed: the kind of document, its case and step, and a text for every matter, in order."""

    kind: str
    case: Case
    step: Step | None
    content: Mapping[str, str]


def make_note(by: Person, recording: Recording, new: NewNote) -> EvidenceNote:
    """Print the note, register it as a document of the case, and keep what was written; NoteRefused when it can't be.

    Raises PressFailed when a text holds a character that can't be printed; nothing has been registered then.
    """
    require_work(by, recording)
    content = _checked(recording, new)
    with override(PRINTED_IN):
        printed = outside().press.print_sheet(_sheet(recording, new, content))
    name = f"{term('documents', new.kind)}-{recording.pk}.pdf"
    with transaction.atomic():
        document = register_document(
            by, new.case, _document(recording, new, content, File(source=[printed], name=name))
        )
        note = EvidenceNote.objects.create(
            recording=recording,
            document=document,
            content=[[matter, text] for matter, text in content.items()],
            by=by,
            made_at=document.made_at,
            replaces=_latest(recording, new),
        )
        about = About(kind="recording", id=str(recording.pk), label=recording.original_name[:80], case=new.case.number)
        data = {"document": document.pk, "kind": new.kind, "sha256": document.sha256}
        record(entries.NOTE_MADE, by, about, What(data=data, rows=[note]))
    return note


def _checked(recording: Recording, new: NewNote) -> dict[str, str]:
    if not recording.used_as_evidence:
        raise NoteRefused(_("这份音像记录还没有确定作为证据使用。请先在记录页面选择“作为证据使用”，再制作说明。"))
    content = {matter: text.strip() for matter, text in new.content.items()}
    for matter, text in content.items():
        label = term("matters", matter)
        if not text:
            raise NoteRefused(_("请填写“%(label)s”。没有的，写明“无”和原因。") % {"label": label}, matter)
        if len(text) > LONGEST:
            words = {"label": label, "most": LONGEST, "now": len(text)}
            raise NoteRefused(_("“%(label)s”最多写 %(most)s 字，现有 %(now)s 字，请精简。") % words, matter)
    return content


def _document(recording: Recording, new: NewNote, content: Mapping[str, str], file: File) -> NewDocument:
    return NewDocument(
        kind=new.kind,
        made_at=outside().clock.now(),
        step=new.step.pk if new.step else None,
        matters=tuple(content),
        about=(f"recording:{recording.pk}",),
        file=file,
    )


def _latest(recording: Recording, new: NewNote) -> EvidenceNote | None:
    """The note of this case and kind that stands now and is replaced by the new one."""
    standing = EvidenceNote.objects.filter(recording=recording, replaced_by=None, document__case=new.case)
    return standing.filter(document__kind=new.kind).order_by("-pk").first()


def _sheet(recording: Recording, new: NewNote, content: Mapping[str, str]) -> Sheet:
    now = outside().clock.now()
    form = outside().law.vocabulary().word("documents", new.kind)
    return Sheet(
        issuer=recording.agency.name,
        title=form.label,
        made_at=now,
        number=new.case.number,
        rows=[
            (_("案由"), new.case.cause),
            (_("音像记录"), f"{recording.shown_name}\n{recording.medium_label}，{interval_words(recording)}"),
            *((term("matters", matter), text) for matter, text in content.items()),
        ],
        signatures=form.signed_by,
        lines=_proof(recording),
        mark=f"sha256:{recording.sha256};size:{recording.size}",
        words={"made": _("制作于 %(when)s") % {"when": moment_words(now)}, "sign": _("签名")},
    )


def _proof(recording: Recording) -> list[str]:
    """How anybody can find out later that the file is still the one this note is about."""
    lines = [
        _("原件 %(size)s 字节，%(when)s 入库") % {"size": recording.size, "when": moment_words(recording.stored_at)},
        f"SHA-256 {recording.sha256}",
    ]
    return [*lines, f"SM3 {recording.sm3}"] if recording.sm3 else lines
