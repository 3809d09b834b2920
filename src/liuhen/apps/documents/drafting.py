"""Writing a document: begun with what is known, saved so that nobody's words are lost, checked, sent back, dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.documents import entries
from liuhen.apps.documents.filling import filled_content
from liuhen.apps.documents.inputs import Stale
from liuhen.apps.documents.known import Known
from liuhen.apps.documents.models import Draft, DraftState, Paper
from liuhen.apps.documents.permits import require_check, require_write
from liuhen.apps.documents.serving import about_with_named, first_rows
from liuhen.apps.documents.standing import faults_in, form_named, form_of, left_over
from liuhen.apps.documents.things import check_things
from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.core.forms.cleaning import NotContent, cleaned
from liuhen.core.forms.digest import form_digest
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.filled import Content
    from liuhen.core.forms.form import Form

LONGEST_REASON = 2000


def about_draft(draft: Draft, form: Form) -> About:
    """The draft as the journal names it."""
    return About(kind="draft", id=str(draft.pk), label=form.title, case=draft.case.number)


def locked(draft: Draft) -> Draft:
    """The draft as it stands, held until the transaction ends."""
    return Draft.objects.select_for_update(of=("self",)).select_related("case__agency", "changed_by").get(pk=draft.pk)


def must_be(draft: Draft, state: DraftState, what: str) -> None:
    """Stop unless the draft has come as far as this and no further."""
    if draft.state != state:
        label = DraftState(draft.state).label
        raise ValidationError(f"这份文书{label}，不能{what}。请刷新页面，查看它现在的情况。")


def reason_of(text: str) -> str:
    """Why something is done; it must be said."""
    if not text.strip():
        raise ValidationError({"reason": "请写明理由。"})
    if len(text) > LONGEST_REASON:
        raise ValidationError({"reason": f"理由最多 {LONGEST_REASON} 字，现有 {len(text)} 字。"})
    return text.strip()


@transaction.atomic
def begin(
    by: Person,
    case: Case,
    form: str,
    *,
    step: Step | None = None,
    about: Sequence[str] = (),
    replaces: Document | None = None,
    reason: str = "",
) -> Draft:
    """Begin a document of a case from a form (code), filled with what is known.

    `about` names what it concerns ("recording:5"). `replaces` is a document in force that this one corrects: its words
    and what it concerns are taken over, and `reason` says why. ValidationError says what stands in the way.
    """
    require_write(by, case)
    found = form_named(form)
    if found is None:
        raise ValidationError({"form": f"没有“{form[:60]}”的文书式样，请从列表中选择。"})
    if step is not None and step.case_id != case.pk:
        raise ValidationError({"step": "这个执法环节不属于本案，请从列表中选择。"})
    why = _check_correction(case, form, replaces, reason)
    taken_over = replaces.about if replaces else ()
    things = list(dict.fromkeys((*taken_over, *about)))
    check_things(by, case, things, before=taken_over)
    begun = {**filled_content(found, Known(case, step, by, things)), **first_rows(found, case, things)}
    content = _taken_over(found, replaces) or begun
    things = about_with_named(found, case, content=content, about=things, replaces=replaces.pk if replaces else None)
    draft = _create(by, case, found, step=step, about=things, content=content, replaces=replaces, reason=why)
    data = {"form": form, "replaces": replaces.pk if replaces else None}
    record(entries.DRAFT_BEGUN, by, about_draft(draft, found), What(data=data, rows=[draft]), Purpose(purpose=why))
    return draft


def _create(by: Person, case: Case, form: Form, **said: Any) -> Draft:
    now = outside().clock.now()
    return Draft.objects.create(
        case=case,
        form=form.document,
        form_digest=form_digest(form),
        state=DraftState.WRITING.value,
        begun_by=by,
        begun_at=now,
        changed_by=by,
        changed_at=now,
        **said,
    )


def _check_correction(case: Case, form: str, replaces: Document | None, reason: str) -> str:
    """A correction is of a document of the same kind and case, the last word so far, and says why."""
    if replaces is None:
        return ""
    if replaces.case_id != case.pk or replaces.kind != form:
        raise ValidationError({"replaces": "只能更正本案的同一种文书，请从案件的文书列表中选择。"})
    # Two who begin to correct the same document wait for each other here.
    type(replaces)._default_manager.select_for_update().get(pk=replaces.pk)
    if (later := Paper.objects.filter(replaces=replaces).first()) is not None:
        raise ValidationError(
            {"replaces": f"这份文书已被更正（{later.number or '见案件的文书列表'}），请更正后来的那一份。"}
        )
    open_one = Draft.objects.filter(replaces=replaces, state__in=[DraftState.WRITING, DraftState.CHECKED])
    if open_one.exists():
        raise ValidationError({"replaces": "这份文书的更正已在起草中，请继续那一份草稿。"})
    return reason_of(reason)


def _taken_over(form: Form, replaces: Document | None) -> Content:
    """What the corrected document says, as far as the form still asks for it; nothing where only its PDF is kept."""
    paper = Paper.objects.filter(document=replaces).first() if replaces else None
    return {key: value for key, value in paper.content.items() if form.field(key)} if paper else {}


@transaction.atomic
def save(
    by: Person, draft: Draft, content: Mapping[str, Any], revision: int, *, about: Sequence[str] | None = None
) -> Draft:
    """Save what was written on top of the revision that was read; give the draft as it stands then.

    Stale when somebody else saved meanwhile; ValidationError, by field, for what is no content. What was written for
    fields the form no longer has is kept. `about` None: as before.
    """
    standing = locked(draft)
    require_write(by, standing.case)
    must_be(standing, DraftState.WRITING, "修改")
    kept = {**left_over(standing), **_known(form_of(standing), content)}
    things = _about(standing, kept, about)
    if kept == standing.content and things == standing.about:
        return standing
    if revision != standing.revision:
        raise Stale(standing, kept)
    check_things(by, standing.case, things, before=standing.about)
    return _write(by, standing, kept, things)


def _about(draft: Draft, content: Content, about: Sequence[str] | None) -> list[str]:
    """What the draft is about: as stated, else as before, and the documents its rows name."""
    said = draft.about if about is None else about
    return about_with_named(form_of(draft), draft.case, content=content, about=said, replaces=draft.replaces_id)


def _known(form: Form, content: Mapping[str, Any]) -> Content:
    """The content in the shape that is kept; a field the form does not have is refused."""
    if strange := [key for key in content if form.field(key) is None]:
        raise ValidationError(f"式样中没有“{str(strange[0])[:60]}”这一项，没有保存。请刷新页面后重填。")
    try:
        return cleaned(content)
    except NotContent as error:
        raise ValidationError({error.key: str(error)} if error.key else str(error)) from error


def _write(by: Person, draft: Draft, content: Content, about: list[str]) -> Draft:
    form = form_of(draft)
    changed = [key for key in {**draft.content, **content} if draft.content.get(key) != content.get(key)]
    draft.content, draft.about = content, about
    draft.revision += 1
    draft.changed_by, draft.changed_at = by, outside().clock.now()
    draft.save(update_fields=["content", "about", "revision", "changed_by", "changed_at"])
    data = {"revision": draft.revision, "fields": sorted(changed)}
    record(entries.DRAFT_SAVED, by, about_draft(draft, form), What(data=data, rows=[draft]))
    return draft


@transaction.atomic
def check(by: Person, draft: Draft, *, revision: int | None = None) -> Draft:
    """Check a draft: from now on its content stands still and may be signed.

    ValidationError names every field that is wrong. Where the form asks for a second reader, who wrote last can't
    check. `revision` is the one that was read, if known: Stale when there is a later one.
    """
    standing = locked(draft)
    require_check(by, standing.case)
    must_be(standing, DraftState.WRITING, "核对")
    if revision is not None and revision != standing.revision:
        raise Stale(standing, standing.content)
    form = form_of(standing)
    if form.second_reader and standing.changed_by_id == by.pk:
        raise ValidationError(f"《{form.title}》应由另一人核对，最后修改的人不能核对。请交给本案其他人员或者负责人。")
    refuse_faults(standing)
    standing.state, standing.form_digest = DraftState.CHECKED.value, form_digest(form)
    standing.checked_by, standing.checked_at = by, outside().clock.now()
    standing.save(update_fields=["state", "form_digest", "checked_by", "checked_at"])
    what = What(data={"revision": standing.revision}, rows=[standing])
    record(entries.DRAFT_CHECKED, by, about_draft(standing, form), what)
    return standing


def refuse_faults(draft: Draft) -> None:
    """Stop with what is wrong beside each field."""
    told: dict[str, list[str]] = {}
    for fault in faults_in(draft):
        told.setdefault(fault.key, []).append(fault.message)
    if told:
        raise ValidationError(told)


@transaction.atomic
def send_back(by: Person, draft: Draft, reason: str) -> Draft:
    """Send a checked draft back to be written again; signatures count no more once the content has changed."""
    standing = locked(draft)
    require_check(by, standing.case)
    must_be(standing, DraftState.CHECKED, "退回修改")
    why = reason_of(reason)
    standing.state, standing.checked_by, standing.checked_at = DraftState.WRITING.value, None, None
    standing.save(update_fields=["state", "checked_by", "checked_at"])
    what = What(data={"revision": standing.revision}, rows=[standing])
    record(entries.DRAFT_SENT_BACK, by, about_draft(standing, form_of(standing)), what, Purpose(purpose=why))
    return standing


@transaction.atomic
def drop(by: Person, draft: Draft, reason: str) -> Draft:
    """Give up a draft that is not in force; it stays on record."""
    standing = locked(draft)
    require_write(by, standing.case)
    if standing.state in (DraftState.IN_FORCE, DraftState.DROPPED):
        must_be(standing, DraftState.WRITING, "废弃")
    why = reason_of(reason)
    standing.state = DraftState.DROPPED.value
    standing.save(update_fields=["state"])
    form = form_named(standing.form)
    about = About(
        kind="draft", id=str(standing.pk), label=form.title if form else standing.form, case=standing.case.number
    )
    record(entries.DRAFT_DROPPED, by, about, What(rows=[standing]), Purpose(purpose=why))
    return standing
