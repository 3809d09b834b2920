"""Writes of the room about drafts of texts: started, saved, sent for approval, put in force by a second person.

A draft judges nothing. What is put in force becomes an immutable version of its text (versions.py), and calls for
judging anew every case not archived, which the sweep of the room of duties does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.lawlib import entries, versions
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.drafting import CASE_FILE, MAIN_FILES, Files, digest_of
from liuhen.apps.lawlib.models import EnactedText, TextDraft
from liuhen.apps.lawlib.permissions import APPROVE, DRAFT, require
from liuhen.apps.lawlib.queries import examined, files_in_force, names_binding, text_for, today
from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.reading import MAX_CHARACTERS
from liuhen.core.lawbook.scaffold import Start, scaffold
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from datetime import date

    from liuhen.apps.journal.kinds import EntryKind
    from liuhen.apps.people.models import Agency, Person

TEXT_ID = re.compile(r"[a-z][a-z0-9-]{2,59}", re.ASCII)
RESERVED = frozenset({"drafts", "new", "wording"})
"""Words of addresses, which are no ids of texts."""
OPEN = ("drafting", "submitted")
CHANGING = (
    *("files", "revision", "state", "authors", "opinion", "saved_by", "saved_at"),
    *("submitted_by", "submitted_at", "decided_by", "decided_at"),
)
"""The columns of a draft that change."""
FILES_AT_MOST = 60
"""How many files a draft may have: every save reads them all."""
FIRST_CASES = "cases/first.yaml"
"""The file of the scaffold that shows how a worked case is written."""


class DraftMoved(ValidationError):
    """Somebody saved the draft since it was opened; nothing was overwritten."""


@transaction.atomic
def start_draft(by: Person, text: str, title: str = "", *, articles: int = 1) -> TextDraft:
    """Begin a new text of so many articles, or the next version of one there is, from the files of its newest one."""
    require(by, DRAFT)
    text, title = text.strip(), title.strip()
    if not TEXT_ID.fullmatch(text) or text in RESERVED:
        raise ValidationError({"text": "标识用小写英文字母、数字和连字符，3 至 60 个，例如 nanling-transport-2026。"})
    if TextDraft.objects.filter(agency=by.agency, text=text, state__in=OPEN).exists():
        raise ValidationError({"text": f"{text} 已有一份没有办完的草案，请在那份草案上修改。"})
    before, now = dict(files_in_force(by.agency, text)), outside().clock.now()
    if not before and not title:
        raise ValidationError({"title": "新文本请写明名称。"})
    draft = TextDraft.objects.create(
        agency=by.agency,
        text=text,
        title=(_title_of(by.agency, text) if before else title)[:200],
        files=before or scaffold(Start(text, title, articles)),
        base=before,
        authors=[by.pk],
        started_by=by,
        started_at=now,
        saved_by=by,
        saved_at=now,
    )
    _journal(entries.DRAFT_STARTED, by, draft)
    return draft


def _title_of(agency: Agency, text: str) -> str:
    """What a text is called; one that cannot be read any more, and is to be mended by the draft, by its id."""
    try:
        law = text_for(agency, text)
    except LawError:
        return text
    return law.info.title if law else text


@transaction.atomic
def save_file(by: Person, draft: TextDraft, file: str, content: str, revision: int) -> TextDraft:
    """Save one file of a draft as of the revision it was opened at; DraftMoved when another saved it since."""
    if file not in draft.files:
        raise ValidationError({"content": f"这份草案没有文件 {file}。"})
    content = content.replace("\r\n", "\n")
    if len(content) > MAX_CHARACTERS:
        raise ValidationError({"content": f"一个文件最多 {MAX_CHARACTERS} 个字符，请拆成几个案例文件。"})
    draft = _opened(by, draft, revision)
    return _saved(by, draft, {**draft.files, file: content}, {"file": file})


@transaction.atomic
def add_case_file(by: Person, draft: TextDraft, name: str, revision: int) -> TextDraft:
    """Add a file of worked cases with a short example to write on."""
    file = f"cases/{name.strip().removesuffix('.yaml')}.yaml"
    if not CASE_FILE.fullmatch(file):
        raise ValidationError({"name": "案例文件名用小写英文字母、数字和连字符，例如 seizure。"})
    draft = _opened(by, draft, revision)
    if len(draft.files) >= FILES_AT_MOST:
        raise ValidationError({"name": f"一部文本最多 {FILES_AT_MOST} 个文件，请写进已有的案例文件。"})
    if file in draft.files:
        raise ValidationError({"name": f"已有案例文件 {file}，请换一个名称。"})
    return _saved(
        by, draft, {**draft.files, file: scaffold(Start(draft.text, draft.title))[FIRST_CASES]}, {"added": file}
    )


@transaction.atomic
def remove_case_file(by: Person, draft: TextDraft, file: str, revision: int) -> TextDraft:
    """Take a file of worked cases out of the draft."""
    draft = _opened(by, draft, revision)
    if file in MAIN_FILES or file not in draft.files:
        raise ValidationError({"name": f"{file} 不能删去。"})
    return _saved(by, draft, {name: text for name, text in draft.files.items() if name != file}, {"removed": file})


@transaction.atomic
def submit(by: Person, draft: TextDraft, revision: int) -> TextDraft:
    """Send a draft for approval; only when there is nothing to mend and every worked case holds."""
    draft = _opened(by, draft, revision)
    _require_ready(draft)
    if draft.files == draft.base:
        raise ValidationError("草案与现行版本完全相同，没有可以审批的内容。")
    draft.state, draft.submitted_by, draft.submitted_at = "submitted", by, outside().clock.now()
    draft.decided_by = draft.decided_at = None
    draft.authors = sorted({*draft.authors, by.pk})
    _store(draft)
    _journal(entries.DRAFT_SUBMITTED, by, draft)
    return draft


@transaction.atomic
def take_back(by: Person, draft: TextDraft) -> TextDraft:
    """Take a draft back from approval to work on it again."""
    require(by, DRAFT)
    draft = _locked(by, draft, "submitted")
    draft.state = "drafting"
    _store(draft)
    _journal(entries.DRAFT_TAKEN_BACK, by, draft)
    return draft


@transaction.atomic
def drop(by: Person, draft: TextDraft) -> TextDraft:
    """Give a draft up; it stays readable."""
    require(by, DRAFT)
    draft = _locked(by, draft, "drafting")
    draft.state = "dropped"
    _store(draft)
    _journal(entries.DRAFT_DROPPED, by, draft)
    return draft


@transaction.atomic
def refuse(by: Person, draft: TextDraft, opinion: str) -> TextDraft:
    """Send a draft back to its authors with the reason."""
    draft = _to_decide(by, draft)
    if not opinion.strip():
        raise ValidationError({"opinion": "退回时请写明理由。"})
    draft.state, draft.opinion = "drafting", opinion.strip()
    draft.decided_by, draft.decided_at = by, outside().clock.now()
    _store(draft)
    _journal(entries.DRAFT_REFUSED, by, draft, why=Purpose(purpose=draft.opinion))
    return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the second person decides: the first day, an opinion, and why the day is past, if it is."""

    first_day: date
    opinion: str = ""
    late_reason: str = ""


@transaction.atomic
def approve(by: Person, draft: TextDraft, new: Approval) -> EnactedText:
    """Put a draft in force from a day, as an immutable version of its text; it binds the agency from then on.

    Never by one of its authors. A day that is past asks for a reason, since cases are then judged anew backwards.
    """
    draft = _to_decide(by, draft)
    if new.first_day < today() and not new.late_reason.strip():
        raise ValidationError({"late_reason": "施行之日早于今天，已办的案件会重新评定，请写明理由。"})
    _require_ready(draft)
    draft.state, draft.opinion = "enacted", new.opinion.strip()
    draft.decided_by, draft.decided_at = by, outside().clock.now()
    _store(draft)
    enacted = _enacted(by, draft, new)
    versions.forget()
    if draft.text not in names_binding(draft.agency):
        bind_text(by, draft.agency, draft.text)
    data = {"sha256": enacted.sha256, "in_force_from": enacted.in_force_from.isoformat()}
    why = Purpose(purpose=draft.opinion, ground=enacted.late_reason)
    record(entries.TEXT_ENACTED, by, _about(draft), What(data=data, rows=[draft, enacted]), why)
    return enacted


def _enacted(by: Person, draft: TextDraft, new: Approval) -> EnactedText:
    law = examined(draft).law
    return EnactedText.objects.create(
        agency=draft.agency,
        text=draft.text,
        title=(law.info.title if law else draft.title)[:200],
        files=draft.files,
        sha256=digest_of(draft.files),
        in_force_from=new.first_day,
        late_reason=new.late_reason.strip() if new.first_day < today() else "",
        draft=draft,
        drafted_by=cast("Person", draft.submitted_by),
        approved_by=by,
        approved_at=outside().clock.now(),
    )


def may_decide(person: Person, draft: TextDraft) -> bool:
    """Whether the person may decide on the draft: holds the right, is of the agency, and wrote none of it."""
    return person.may(APPROVE) and person.unit.agency_id == draft.agency_id and person.pk not in draft.authors


def _to_decide(by: Person, draft: TextDraft) -> TextDraft:
    require(by, APPROVE)
    draft = _locked(by, draft, "submitted")
    if not may_decide(by, draft):
        raise PermissionDenied("草案由没有参与起草的另一人审批。")
    return draft


def _opened(by: Person, draft: TextDraft, revision: int) -> TextDraft:
    """The draft as it is stored, for writing on it."""
    require(by, DRAFT)
    draft = _locked(by, draft, "drafting")
    if draft.revision != revision:
        raise DraftMoved(
            f"{draft.saved_by.name}刚保存过这份草案（修订 {draft.revision}），您写的没有存入。请另存，刷新后再改。"
        )
    return draft


def _locked(by: Person, draft: TextDraft, state: str) -> TextDraft:
    """The draft read again under the lock: two people may have it on their screens."""
    draft = TextDraft.objects.select_for_update(of=("self",)).select_related("saved_by", "agency").get(pk=draft.pk)
    if draft.agency_id != by.unit.agency_id:
        raise PermissionDenied("只能办理本机构的文本草案。")
    if draft.state != state:
        raise ValidationError(f"这份草案现在是“{draft.state_label}”，不能这样办理，请刷新页面。")
    return draft


def _saved(by: Person, draft: TextDraft, files: Files, data: dict[str, Any]) -> TextDraft:
    draft.files = dict(files)
    draft.revision += 1
    draft.authors = sorted({*draft.authors, by.pk})
    draft.saved_by, draft.saved_at = by, outside().clock.now()
    if draft.decided_by_id == by.pk:
        draft.decided_by = None  # who once sent it back and now writes on it is an author like the others
    _store(draft)
    _journal(entries.DRAFT_SAVED, by, draft, data)
    return draft


def _store(draft: TextDraft) -> None:
    """Write what may change; the database refuses the rest."""
    draft.save(update_fields=CHANGING)


def _require_ready(draft: TextDraft) -> None:
    found = examined(draft)
    if not found.ready:
        problems, failed = len(found.problems), found.failed
        cases = "" if found.runs else "，还没有案例"
        raise ValidationError(f"草案还不能报批：{problems} 处问题，{failed} 个案例不符合预期{cases}。请先改好。")


def _about(draft: TextDraft) -> About:
    return About(kind="text_draft", id=str(draft.pk), label=draft.title)


def _journal(
    kind: EntryKind, by: Person, draft: TextDraft, data: dict[str, Any] | None = None, why: Purpose | None = None
) -> None:
    told = {"text": draft.text, "revision": draft.revision, "sha256": digest_of(draft.files), **(data or {})}
    record(kind, by, _about(draft), What(data=told, rows=[draft]), why or Purpose())
