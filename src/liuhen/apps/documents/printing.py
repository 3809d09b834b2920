"""Printing what was written: a draft as far as it has come, a paper in force as it will be kept.

Few queries: case, agency, signatures, the recordings of the case, and the marks on those that prove the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.documents.models import Draft, DraftState, Paper, Signature, SignedHow
from liuhen.apps.documents.printed import (
    case_number_in,
    cells_of,
    day_words,
    moment_words,
    opinion_slots,
    places_of,
)
from liuhen.apps.documents.proofs import digests_of, proofs_of, slip_of
from liuhen.apps.documents.standing import digest_of, form_of, of_content
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.form import Form, Use
from liuhen.ports.outside import outside
from liuhen.ports.press import FormSheet, PlaceKind, Signed

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.core.forms.filled import Content

LARGEST_IMAGE = 32 << 20
"""Bytes of a signature's photograph that are read for printing."""
NUMBERED_LATER = "（生效时编号）"
ACROSS = {DraftState.WRITING.value: "草稿", DraftState.DROPPED.value: "已废弃"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is to be printed, be it a draft or in force: `status` is small print, `digest` what signatures sign."""

    case: Case
    form: Form
    content: Content
    about: Sequence[str]
    signed: Mapping[int, Sequence[Signed]]
    made_at: datetime
    digest: str
    number: str = ""
    status: str = ""
    across: str = ""
    corrects: str = ""


def print_draft(draft: Draft) -> bytes:
    """The draft as PDF/A: across it says so while it is written; once checked, it can be signed on paper.

    Raises PressFailed for what can't be printed, VaultError when a signature's image can't be read.
    """
    return outside().press.print_form(sheet_of(said_by_draft(draft)))


def print_paper(paper: Paper, *, made_at: datetime) -> bytes:
    """The document as it comes into force at `made_at`. The paper need not be saved yet. Raises like print_draft."""
    return outside().press.print_form(sheet_of(said_by_paper(paper, made_at=made_at)))


def edit_draft(draft: Draft) -> bytes:
    """The draft as .docx, to be worked on elsewhere. Raises like print_draft."""
    return outside().press.edit_form(sheet_of(said_by_draft(draft)))


def edit_paper(paper: Paper) -> bytes:
    """What a document in force says as .docx, a copy to work with. Raises like print_draft."""
    return outside().press.edit_form(sheet_of(said_by_paper(paper, made_at=paper.document.made_at)))


def said_by_draft(draft: Draft) -> Said:
    """What a draft says now, with the signatures of the content as it is."""
    form, digest = form_of(draft), digest_of(draft)
    checked = draft.state == DraftState.CHECKED.value
    at = draft.checked_at if checked and draft.checked_at else draft.changed_at
    return Said(
        case=draft.case,
        form=form,
        content=draft.content,
        about=draft.about,
        signed={} if draft.state == DraftState.WRITING.value else _signed(draft, digest),
        made_at=at,
        digest=digest,
        number=NUMBERED_LATER if form.numbered else "",
        status=f"{'内容核对于' if checked else '草稿，修改于'}{moment_words(at)}",
        across=ACROSS.get(draft.state, ""),
        corrects=_corrects(draft),
    )


def said_by_paper(paper: Paper, *, made_at: datetime) -> Said:
    """What a document in force says."""
    return Said(
        case=paper.draft.case,
        form=form_of(paper.draft),
        content=paper.content,
        about=paper.draft.about,
        signed=_signed(paper.draft, paper.content_sha256),
        made_at=made_at,
        digest=paper.content_sha256,
        number=paper.number,
        status=f"制作于{moment_words(made_at)}",
        corrects=_corrects(paper.draft),
    )


def sheet_of(said: Said) -> FormSheet:
    """The sheet to print. What was left empty is crossed out once the content stands still."""
    agency = said.case.agency.name
    places = places_of(said.form, said.signed, agency)
    stated = {key: places[slot] for slot, key in opinion_slots(said.form).items()}
    recordings = list(recordings_of_case(said.case.pk))
    listed = recordings if said.form.use is Use.EXTERNAL else []
    return FormSheet(
        issuer=agency,
        title=said.form.title,
        made_at=said.made_at,
        case_number=case_number_in(said.form, said.content) or said.case.number,
        number=said.number,
        cells=cells_of(said.form, said.content, stated),
        places=[place for place in places.values() if place.kind is not PlaceKind.OPINION],
        proofs=proofs_of(said.about, recordings),
        digests=digests_of(listed),
        digests_title=_digests_title(said, len(listed)),
        marks=slip_of(listed),
        lines=[*([said.corrects] if said.corrects else []), f"内容摘要 SHA-256 {said.digest}"],
        foot=f"{said.form.title}　{said.status}",
        across=said.across,
        blank="" if said.across else "/",
    )


def _digests_title(said: Said, count: int) -> str:
    """Papers given to a party tell every recording there was, so that a swapped one can be told later."""
    if said.form.use is not Use.EXTERNAL:
        return ""
    until = f"截至{moment_words(said.made_at)}"
    if count == 0:
        return f"{until}，本案没有已入库的音像记录。"
    return f"{until}，本案已入库的音像记录共 {count} 份。日后出示的文件，其 SHA-256 与下列不一致的，不是当时的记录。"


def _corrects(draft: Draft) -> str:
    """That the document takes the place of an earlier one, and why."""
    if draft.replaces is None:
        return ""
    earlier = Paper.objects.filter(document=draft.replaces_id).values_list("number", flat=True).first()
    which = f"{moment_words(draft.replaces.made_at)}制作的{earlier or '同名文书'}"
    return f"本文书更正并替代{which}。更正理由：{draft.reason}"


def _signed(draft: Draft, digest: str) -> dict[int, list[Signed]]:
    """The confirmations of this content, by place, in the order they were given."""
    found: dict[int, list[Signed]] = {}
    for one in of_content(draft, digest):
        found.setdefault(one.slot, []).append(_confirmation(one))
    return found


def _confirmation(one: Signature) -> Signed:
    refused, sealed = one.how == SignedHow.REFUSED.value, one.how == SignedHow.SEALED.value
    when = day_words(one.signed_at.astimezone(CHINA).date()) if sealed else moment_words(one.signed_at)
    return Signed(
        image=_image(one.image_sha256),
        photo=one.how == SignedHow.PHOTOGRAPHED.value,
        words="" if refused else one.words,
        refusal=(one.words or "未说明理由") if refused else "",
        witness=one.witness,
        when=when if sealed else "　".join(part for part in (one.who, when, one.place) if part),
    )


def _image(sha256: str) -> bytes:
    if not sha256:
        return b""
    with outside().vault.open(sha256) as kept:
        return kept.read(LARGEST_IMAGE)
