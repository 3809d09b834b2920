"""Putting a document in force: numbered, printed, registered in its case, and kept with what it says.

Printing takes a while, and nobody should wait for it: the number is read without a lock, the paper printed with it, and
then all is entered in one transaction that makes sure of the number. Who was overtaken prints again, the last time
under the lock.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from liuhen.apps.cases.actions import File, NewDocument, register_document
from liuhen.apps.documents import entries
from liuhen.apps.documents.drafting import about_draft, locked, must_be, refuse_faults
from liuhen.apps.documents.happening import register_what_happened
from liuhen.apps.documents.lasting import begin_what_lasts
from liuhen.apps.documents.models import Draft, DraftState, Paper, SignedHow
from liuhen.apps.documents.numbering import Number, locked_series, next_number, take
from liuhen.apps.documents.permits import require_put_in_force
from liuhen.apps.documents.printing import print_paper
from liuhen.apps.documents.standing import counting, digest_of, form_changed, form_of, missing_signatures
from liuhen.apps.documents.things import still_of_case
from liuhen.apps.journal.actions import What, record
from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.digest import asked_content, form_digest
from liuhen.core.forms.filled import matters_of, matters_signed
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Document
    from liuhen.apps.people.models import Person

CORRECTED = "这份文书要更正的文书已被另一份更正。请废弃本草稿。"
TRIES = 3
"""How often a paper is printed without holding up others who number the same kind of document."""


class _OvertakenError(Exception):
    """Another document took the number, or the draft changed, while the paper was printed."""


def put_in_force(by: Person, draft: Draft) -> Document:
    """Put a checked and signed document in force; give it as the case has it from now on.

    ValidationError when something is missing or the law bars it, PressFailed when it can't be printed, VaultError when
    it can't be kept; then nothing has happened and no number is gone.
    """
    for _ in range(TRIES):
        try:
            return _printed_and_entered(by, draft.pk)
        except _OvertakenError:
            continue
    with transaction.atomic():
        _hold(locked(draft))
        return _printed_and_entered(by, draft.pk)


def _hold(draft: Draft) -> None:
    """Keep others from numbering the same kind of document until the transaction ends."""
    form = form_of(draft)
    if form.numbered:
        locked_series(draft.case.agency, form, _year(outside().clock.now()))


def _printed_and_entered(by: Person, key: int) -> Document:
    draft = Draft.objects.select_related("case__agency", "step", "replaces").get(pk=key)
    _must_be_ready(by, draft)
    now = outside().clock.now()
    signed = [one.pk for one in counting(draft)]
    paper = _paper(by, draft, _number_for(draft, now))
    printed = print_paper(paper, made_at=now)
    with transaction.atomic():
        standing = locked(draft)
        if [one.pk for one in counting(standing)] != signed:
            raise _OvertakenError
        return _enter(by, standing, paper, File(source=[printed], name=_file_name(paper)), now)


def _must_be_ready(by: Person, draft: Draft) -> None:
    require_put_in_force(by, draft.case)
    must_be(draft, DraftState.CHECKED, "使其生效")
    if form_changed(draft):
        raise ValidationError("核对之后，这种文书的式样有了改动。请退回修改，重新核对、签名后再生效。")
    refuse_faults(draft)
    if missing := missing_signatures(draft):
        raise ValidationError(missing)
    if draft.replaces_id and Paper.objects.filter(replaces=draft.replaces_id).exists():
        raise ValidationError(CORRECTED)


def _year(moment: datetime) -> int:
    return moment.astimezone(CHINA).year


def _number_for(draft: Draft, now: datetime) -> Number | None:
    return next_number(draft.case.agency, form_of(draft), _year(now))


def _paper(by: Person, draft: Draft, number: Number | None) -> Paper:
    """What the document will say; not saved yet."""
    form = form_of(draft)
    return Paper(
        draft=draft,
        serial=number.serial if number else None,
        number=number.text if number else "",
        form=form.document,
        form_digest=form_digest(form),
        content=asked_content(form, draft.content),
        content_sha256=digest_of(draft),
        replaces=draft.replaces,
        made_by=by,
    )


def _enter(by: Person, standing: Draft, paper: Paper, printed: File, now: datetime) -> Document:
    """Enter what was printed, if it still holds."""
    must_be(standing, DraftState.CHECKED, "使其生效")
    if digest_of(standing) != paper.content_sha256 or standing.form_digest != paper.form_digest:
        raise _OvertakenError
    rows: list[Any] = [standing]
    if paper.serial is not None:
        series = locked_series(standing.case.agency, form_of(standing), _year(now))
        if take(series) != Number(paper.serial, paper.number):
            raise _OvertakenError
        paper.series = series
        rows.append(series)
    about = still_of_case(by, standing.case, standing.about)
    paper.document = register_document(by, standing.case, _document(paper, about, printed, now))
    _insert(paper)
    begin_what_lasts(by, paper)
    register_what_happened(by, paper)
    standing.state = DraftState.IN_FORCE.value
    standing.save(update_fields=["state"])
    data = {"document": paper.document.pk, "number": paper.number, "content_sha256": paper.content_sha256}
    what = What(data=data, rows=[paper, *rows])
    record(entries.IN_FORCE, by, about_draft(standing, form_of(standing)), what)
    return paper.document


def _insert(paper: Paper) -> None:
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError as error:  # of two corrections at once the database lets one through
        raise ValidationError(CORRECTED) from error


def _file_name(paper: Paper) -> str:
    title = form_of(paper.draft).title
    return f"{title}-{paper.number}.pdf" if paper.number else f"{title}.pdf"


def _matters(paper: Paper) -> tuple[str, ...]:
    """What the document sets down: by what was written, and by who signed or refused to."""
    form, given = form_of(paper.draft), counting(paper.draft)
    refused = [one.slot for one in given if one.how == SignedHow.REFUSED]
    confirmed = [one.slot for one in given if one.how != SignedHow.REFUSED]
    signed = matters_signed(form, confirmed, refused=refused)
    return tuple(sorted(matters_of(form, paper.content) | signed))


def _document(paper: Paper, about: tuple[str, ...], printed: File, now: datetime) -> NewDocument:
    draft = paper.draft
    return NewDocument(
        kind=draft.form,
        made_at=now,
        step=draft.step_id,
        matters=_matters(paper),
        about=about,
        file=printed,
        corrects=draft.replaces_id,
        hands=_hands(paper),
    )


def _hands(paper: Paper) -> tuple[str, ...]:
    """The roles of who checked the document and of who puts it in force: by them it is decided."""
    people = [one for one in (paper.made_by, paper.draft.checked_by) if one]
    return tuple(sorted({role.value for person in people for role in person.roles}))
