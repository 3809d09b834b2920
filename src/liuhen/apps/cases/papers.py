"""Writes about papers and events of a case: documents, interruptions, reports, situations. Same rules as actions.py."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from liuhen.apps.cases import entries, guard, rules
from liuhen.apps.cases.inputs import File, NewDocument, NewReport, NewSituation
from liuhen.apps.cases.models import Case, Document, Interruption, Report, Situation, Step
from liuhen.apps.cases.naming import thing_named
from liuhen.apps.cases.permits import require_archive_or_work, require_work
from liuhen.apps.journal.actions import Purpose, What, record
from liuhen.apps.lawlib.queries import term
from liuhen.ports.outside import outside
from liuhen.ports.vault import StoredObject

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

ARCHIVING = "archiving"
"""The matter that a document about the archiving sets down (law/_vocabulary/matters)."""
PDF_START = b"%PDF-"
"""A PDF file begins with these bytes (ISO 32000-2, 7.5.2)."""


def register_document(by: Person, case: Case, new: NewDocument) -> Document:
    """Register a document 文书 in force; its PDF, if any, goes into the vault first, under its digest.

    It comes into force only where the procedure leads to it and its gates are open; a correction was let in before.
    """
    _require(by, case, new)
    _check_document(case, new)
    if new.file and new.corrects is None:
        guard.would_be_open("kind", case, guard.document(new))
    stored = _keep(new.file) if new.file else None
    with transaction.atomic():
        used = [] if new.corrects else guard.must_be_open("kind", case, guard.document(new))
        document = _create_document(by, case, new, stored)
        about = thing_named(case, "document", document, term("documents", new.kind))
        data = {"kind": new.kind, "made_at": new.made_at.isoformat(), "sha256": document.sha256}
        record(entries.DOCUMENT_REGISTERED, by, about, What(data=data, rows=[document, *used]))
    return document


def _require(by: Person, case: Case, new: NewDocument) -> None:
    """What tells of the archiving is also registered by who archives; all else by who works on the case."""
    if ARCHIVING in outside().law.vocabulary().matters_of(new.kind):
        require_archive_or_work(by, case)
    else:
        require_work(by, case)


def _check_document(case: Case, new: NewDocument) -> None:
    rules.known("kind", "documents", [new.kind])
    rules.known("matters", "matters", new.matters)
    rules.not_in_future("made_at", new.made_at)
    rules.step_of(case, new.step)
    for name in new.about:
        rules.thing_of(case, name)
    if new.corrects and not Document.objects.filter(case=case, pk=new.corrects, kind=new.kind).exists():
        raise rules.broken("kind", "被更正的文书不属于本案，或者不是同一种文书。")


def _keep(file: File) -> StoredObject:
    """Store the bytes durably; refuse what is no PDF before it is kept."""
    vault = outside().vault
    staged = vault.stage(file.source)
    with staged.path.open("rb") as head:
        if head.read(len(PDF_START)) != PDF_START:
            vault.abandon(staged)
            raise rules.broken("file", f"“{file.name}”不是 PDF 文件，请上传 PDF 格式的文书。")
    return vault.commit(staged)


def _create_document(by: Person, case: Case, new: NewDocument, stored: StoredObject | None) -> Document:
    return Document.objects.create(
        case=case,
        step_id=new.step,
        kind=new.kind,
        made_at=new.made_at,
        matters=[*new.matters],
        about=[*new.about],
        used_as_evidence=new.used_as_evidence,
        sha256=stored.sha256 if stored else "",
        size=stored.size if stored else 0,
        original_name=new.file.name[:255] if new.file else "",
        registered_by=by,
        corrects_id=new.corrects,
    )


@transaction.atomic
def view_document(by: Person, document: Document) -> None:
    """Journal that a person opened a document's PDF."""
    about = thing_named(document.case, "document", document, term("documents", document.kind))
    record(entries.DOCUMENT_VIEWED, by, about)


@transaction.atomic
def file_document(by: Person, document: Document, at: datetime) -> Document:
    """Attach a document to the file 附卷, once (gd-transport-2019 art. 28)."""
    require_work(by, document.case)
    rules.not_in_future("at", at)
    if document.filed_at:
        raise rules.broken("at", "该文书已附卷。")
    if at < document.made_at:
        raise rules.broken("at", "附卷时间早于文书制作时间，请核对。")
    document.filed_at = at
    document.save(update_fields=["filed_at"])
    about = thing_named(document.case, "document", document, term("documents", document.kind))
    record(entries.DOCUMENT_FILED, by, about, What(data={"at": at.isoformat()}, rows=[document]))
    return document


@transaction.atomic
def gather_document(by: Person, document: Document, at: datetime) -> Document:
    """Note when a document was gathered into the enforcement information platform 归集, once."""
    require_work(by, document.case)
    rules.not_in_future("at", at)
    if document.gathered_at:
        raise rules.broken("at", "该文书已登记归集。")
    if at < document.made_at:
        raise rules.broken("at", "归集时间早于文书制作时间，请核对。")
    document.gathered_at = at
    document.save(update_fields=["gathered_at"])
    about = thing_named(document.case, "document", document, term("documents", document.kind))
    record(entries.DOCUMENT_GATHERED, by, about, What(data={"at": at.isoformat()}, rows=[document]))
    return document


@transaction.atomic
def gather_documents(by: Person, case: Case, at: datetime) -> list[Document]:
    """Note that all documents of the case not gathered yet were gathered at this moment, each with its own entry.

    The rows are locked before the first entry takes the journal's lock: who holds one of them may be waiting for that.
    """
    require_work(by, case)
    waiting = list(_not_gathered(case).select_for_update(of=("self",)))
    if not waiting:
        raise rules.broken("at", "本案的文书都已登记归集。")
    return [gather_document(by, document, at) for document in waiting]


def _not_gathered(case: Case) -> QuerySet[Document]:
    return Document.objects.filter(case=case, gathered_at=None).select_related("case").order_by("pk")


@transaction.atomic
def report_interruption(
    by: Person, step: Step, start: datetime, cause: str, *, end: datetime | None = None
) -> Interruption:
    """Register a break 中止记录 in the recording of a step, with its cause; `end` when it was resumed."""
    require_work(by, step.case)
    rules.not_archived(step.case, "登记中止记录")
    rules.known("cause", "causes", [cause])
    rules.not_in_future("start", start, end)
    if end and end < start:
        raise rules.broken("end", "恢复时间早于中止时间，请核对。")
    interruption = Interruption.objects.create(step=step, start=start, end=end, cause=cause, reported_by=by)
    about = thing_named(step.case, "interruption", interruption, term("causes", cause))
    record(entries.INTERRUPTION_REPORTED, by, about, What(data={"step": step.pk}, rows=[interruption]))
    return interruption


@transaction.atomic
def resume(by: Person, interruption: Interruption, end: datetime) -> Interruption:
    """Register when recording went on again, once."""
    case = interruption.step.case
    require_work(by, case)
    rules.not_in_future("end", end)
    if interruption.end:
        raise rules.broken("end", "该中止记录已登记恢复时间。")
    if end < interruption.start:
        raise rules.broken("end", "恢复时间早于中止时间，请核对。")
    interruption.end = end
    interruption.save(update_fields=["end"])
    about = thing_named(case, "interruption", interruption, term("causes", interruption.cause))
    record(entries.INTERRUPTION_ENDED, by, about, What(data={"end": end.isoformat()}, rows=[interruption]))
    return interruption


@transaction.atomic
def make_report(by: Person, case: Case, new: NewReport) -> Report:
    """Register a report 报告 or written explanation 书面说明 about an interruption, a fault or another thing."""
    require_work(by, case)
    rules.known("kind", "reports", [new.kind])
    rules.not_in_future("at", new.at)
    if new.about != f"case:{case.pk}":
        rules.thing_of(case, new.about)
    if new.kind == "written_explanation" and not new.text.strip():
        raise rules.broken("text", "书面说明不能为空，请写明中止的时间、原因和经过。")
    report = Report.objects.create(
        case=case, kind=new.kind, about=new.about, at=new.at, to=new.to, by=by, text=new.text.strip()
    )
    about = thing_named(case, "report", report, term("reports", new.kind))
    data = {"kind": new.kind, "about": new.about, "to": new.to.name if new.to else ""}
    record(entries.REPORT_MADE, by, about, What(data=data, rows=[report]))
    return report


@transaction.atomic
def register_situation(by: Person, case: Case, new: NewSituation, *, set_ahead: bool = False) -> Situation:
    """Register a situation 情形, also after archiving: complaints and lawsuits come late.

    `set_ahead`: a document in force sets its time, which then may lie ahead.
    """
    require_work(by, case)
    rules.known("kind", "situations", [new.kind])
    if not set_ahead:
        rules.not_in_future("since", new.since)
        rules.not_in_future("until", new.until)
    _check_end(new.since, new.until)
    for name in new.about:
        rules.thing_of(case, name)
    situation = Situation.objects.create(
        case=case, kind=new.kind, since=new.since, until=new.until, about=[*new.about], note=new.note.strip()
    )
    about = thing_named(case, "situation", situation, term("situations", new.kind))
    record(entries.SITUATION_REGISTERED, by, about, What(data={"kind": new.kind}, rows=[situation]))
    return situation


def _check_end(since: datetime, until: datetime | None) -> None:
    if until and until < since:
        raise rules.broken("until", "结束时间早于发生时间，请核对。")


def end_situation(
    by: Person, situation: Situation, until: datetime, reason: str = "", *, set_ahead: bool = False
) -> Situation:
    """Register when a situation ended, also after archiving; another end than the registered one needs a reason.

    Periods that stood still while it lasted run on from then; the journal keeps what stood there before. `set_ahead`:
    the situation was set by a document, so that its time may lie ahead.
    """
    require_work(by, situation.case)
    if not set_ahead:
        rules.not_in_future("until", until)
    _check_end(situation.since, until)
    with transaction.atomic():
        row = Situation.objects.select_for_update().get(pk=situation.pk)
        before = row.until
        if before and not reason.strip():
            raise rules.broken("reason", "这一情形已登记结束时间，更正的请写明理由。")
        row.until = until
        row.save(update_fields=["until"])
        about = thing_named(situation.case, "situation", row, term("situations", row.kind))
        data = {"kind": row.kind, "before": before.isoformat() if before else None, "until": until.isoformat()}
        record(entries.SITUATION_ENDED, by, about, What(data=data, rows=[row]), Purpose(purpose=reason.strip()))
    return row
