"""Pages of drafts of texts: the list, the editor with what is to be mended, cases, differences, and the approval."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.lawlib import drafts, queries
from liuhen.apps.lawlib.differing import differences
from liuhen.apps.lawlib.drafting import MAIN_FILES, in_order
from liuhen.apps.lawlib.forms import CaseFileForm, DecideForm, FileForm, NewDraftForm, tell
from liuhen.apps.lawlib.permissions import APPROVE, DRAFT, require, require_drafts
from liuhen.apps.lawlib.views import places

if TYPE_CHECKING:
    from liuhen.apps.lawlib.drafting import CheckRun, Examination
    from liuhen.apps.lawlib.models import TextDraft
    from liuhen.apps.people.models import Person


@require_safe
def list_drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the agency: those waiting for approval first."""
    person = cast("Person", request.user)
    require_drafts(person)
    found = list(queries.drafts_for(person))
    shown = {
        "groups": [
            (_("等待审批"), [one for one in found if one.state == "submitted"]),
            (_("正在起草"), [one for one in found if one.state == "drafting"]),
            (_("已经办结"), [one for one in found if one.state in ("enacted", "dropped")]),
        ],
        "empty": not found,
        "may_draft": person.may(DRAFT),
        **places(person),
    }
    return render(request, "lawlib/drafts.html", shown)


def new_draft(request: HttpRequest) -> HttpResponse:
    """Begin a draft: of a new text or of the next version of one there is."""
    person = cast("Person", request.user)
    require(person, DRAFT)
    form = NewDraftForm(request.POST or None, initial={"text": request.GET.get("text", "")})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            draft = drafts.start_draft(person, said["text"], said["title"], articles=said["articles"] or 1)
        except ValidationError as error:
            tell(form, error)
        else:
            return _to(draft)
    shown = {"form": form, "texts": queries.all_texts(person.agency)}
    return render(request, "lawlib/draft_new.html", shown, status=422 if form.errors else 200)


def draft(request: HttpRequest, key: int) -> HttpResponse:
    """The editor: one file of the draft, and what is to be mended in all of them. Sending it saves the file."""
    person, draft = _draft_or_404(request, key)
    file = request.GET.get("file", MAIN_FILES[0])
    if file not in draft.files:
        raise Http404(_("这份草案没有这个文件"))
    if request.method == "POST":
        require(person, DRAFT)
        form = FileForm(request.POST)
        if form.is_valid() and (answer := _save(request, person, draft, file, form)):
            return answer
    else:
        form = FileForm(initial={"content": draft.files[file], "revision": draft.revision})
    shown = _editor(person, draft, file) | {"form": form}
    return render(request, "lawlib/draft.html", shown, status=409 if form.errors else 200)


def _save(request: HttpRequest, person: Person, draft: TextDraft, file: str, form: FileForm) -> HttpResponse | None:
    try:
        drafts.save_file(person, draft, file, form.cleaned_data["content"], form.cleaned_data["revision"])
    except ValidationError as error:
        tell(form, error)
        return None
    messages.success(request, _("已保存 %(file)s。") % {"file": file})
    return _to(draft, file)


def _editor(person: Person, draft: TextDraft, file: str) -> dict[str, Any]:
    found = queries.examined(draft)
    return {
        **_head(person, draft, found, "edit"),
        "file": file,
        "files": [(name, len(found.problems_in(name))) for name in in_order(draft.files)],
        "may_write": draft.state == "drafting" and person.may(DRAFT),
        "removable": file not in MAIN_FILES,
        "case_form": CaseFileForm(initial={"revision": draft.revision}),
    }


def _head(person: Person, draft: TextDraft, found: Examination, part: str) -> dict[str, Any]:
    """What every page of a draft shows at its head; `part` is the page one is on."""
    current = queries.files_in_force(draft.agency, draft.text) if draft.state in drafts.OPEN else draft.base
    return {
        "part": part,
        "current": current,
        "moved": current != draft.base,
        "draft": draft,
        "found": found,
        "may_draft": person.may(DRAFT),
        "may_decide": draft.state == "submitted" and drafts.may_decide(person, draft),
        "is_new": not draft.base,
    }


@require_safe
def draft_cases(request: HttpRequest, key: int) -> HttpResponse:
    """Every check of the draft's worked cases: what was expected, what the draft says."""
    person, draft = _draft_or_404(request, key)
    found = queries.examined(draft)
    files: dict[str, list[CheckRun]] = {}
    for run in sorted(found.runs, key=lambda run: not run.failed):  # what failed stands first
        files.setdefault(run.file, []).append(run)
    return render(request, "lawlib/draft_cases.html", _head(person, draft, found, "cases") | {"files": files.items()})


@require_safe
def draft_diff(request: HttpRequest, key: int) -> HttpResponse:
    """What the draft changes in the newest version of its text; once it is closed, in the one it was started from."""
    person, draft = _draft_or_404(request, key)
    shown = _head(person, draft, queries.examined(draft), "diff")
    shown |= {"changed": differences(shown["current"], draft.files)}
    return render(request, "lawlib/draft_diff.html", shown)


def decide_draft(request: HttpRequest, key: int) -> HttpResponse:
    """The approval page: what is asked to be put in force, by whom, and what it changes."""
    person, draft = _draft_or_404(request, key)
    require(person, APPROVE)
    tomorrow = queries.today() + timedelta(days=1)
    refusing = request.method == "POST" and request.POST.get("decision") != "approve"
    form = DecideForm(request.POST or None, initial={"first_day": tomorrow}, refusing=refusing)
    if request.method == "POST" and form.is_valid() and (answer := _decide(request, person, draft, form)):
        return answer
    shown = _head(person, draft, queries.examined(draft), "decide")
    shown |= {"form": form, "changed": differences(shown["current"], draft.files)}
    return render(request, "lawlib/draft_decide.html", shown, status=422 if form.errors else 200)


def _decide(request: HttpRequest, person: Person, draft: TextDraft, form: DecideForm) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        if form.refusing:
            drafts.refuse(person, draft, said["opinion"])
            messages.success(request, _("已退回起草人。"))
            return HttpResponseRedirect(reverse("lawlib:drafts"))
        drafts.approve(person, draft, drafts.Approval(**said))
    except ValidationError as error:
        tell(form, error)
        return None
    messages.success(request, _("已批准，自 %(day)s 起施行；未归档的案件随后重新评定。") % {"day": said["first_day"]})
    return HttpResponseRedirect(reverse("lawlib:text", args=[draft.text]))


@require_POST
def draft_files(request: HttpRequest, key: int) -> HttpResponse:
    """Add a file of worked cases, or take one out."""
    person, draft = _draft_or_404(request, key)
    require(person, DRAFT)
    out = request.POST.get("remove", "")
    form = CaseFileForm(request.POST if not out else {**request.POST.dict(), "name": out})
    try:
        if not form.is_valid():
            raise ValidationError([error for found in form.errors.as_data().values() for error in found])
        name, revision = form.cleaned_data["name"], form.cleaned_data["revision"]
        if out:
            drafts.remove_case_file(person, draft, name, revision)
            return _to(draft)
        drafts.add_case_file(person, draft, name, revision)
        return _to(draft, f"cases/{name.strip().removesuffix('.yaml')}.yaml")
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    return _to(draft)


@require_POST
def submit_draft(request: HttpRequest, key: int) -> HttpResponse:
    """Send the draft for approval."""
    asked = request.POST.get("revision", "")
    revision = int(asked) if asked.isascii() and asked.isdigit() else 0
    return _act(
        request, key, lambda person, draft: drafts.submit(person, draft, revision), _("已报批，等待另一人审批。")
    )


@require_POST
def take_back_draft(request: HttpRequest, key: int) -> HttpResponse:
    """Take the draft back from approval."""
    return _act(request, key, drafts.take_back, _("已撤回，可以继续修改。"))


@require_POST
def drop_draft(request: HttpRequest, key: int) -> HttpResponse:
    """Give the draft up."""
    return _act(request, key, drafts.drop, _("已放弃这份草案。"))


def _act(request: HttpRequest, key: int, act: Callable[[Person, TextDraft], object], done: str) -> HttpResponse:
    person, draft = _draft_or_404(request, key)
    require(person, DRAFT)
    try:
        act(person, draft)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, done)
    return _to(draft)


def _draft_or_404(request: HttpRequest, key: int) -> tuple[Person, TextDraft]:
    """The draft; 404 outside its agency, 403 for those of the agency who have nothing to do with drafts."""
    person = cast("Person", request.user)
    found = queries.draft_for(person, key)
    if found is None:
        raise Http404(_("没有这份草案，或者您无权查看。"))
    require_drafts(person)
    return person, found


def _to(draft: TextDraft, file: str = "") -> HttpResponseRedirect:
    where = reverse("lawlib:draft", args=[draft.pk])
    return HttpResponseRedirect(f"{where}?{urlencode({'file': file})}" if file else where)
