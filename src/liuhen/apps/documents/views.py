"""Pages documents are written on: choosing a form, the draft, what a document in force says, all of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liuhen.apps.cases.opened import case_or_404, person_of, seen
from liuhen.apps.cases.queries import may_work, step_for
from liuhen.apps.documents import actions, queries, showing
from liuhen.apps.documents.merging import merged, read_back, remembered
from liuhen.apps.documents.models import DraftState
from liuhen.apps.documents.permits import require_write
from liuhen.apps.documents.queries import form_of, may_write
from liuhen.apps.documents.sent import change_sent, content_sent, with_rows_as_sent
from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.filled import Fault

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Step
    from liuhen.apps.documents.models import Draft
    from liuhen.core.forms.filled import Value

MOST_THINGS = 200


def draft_or_404(request: HttpRequest, key: int) -> Draft:
    """The draft if the person may see its case; what may not be seen does not exist."""
    draft = queries.draft_for(person_of(request), key)
    if draft is None:
        raise Http404(_("没有这份文书草稿，或者您无权查看。"))
    return draft


# choosing a form


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, key: int) -> HttpResponse:
    """Choose a form, what the case owes first; sent: begin the draft."""
    case, person = case_or_404(request, key), person_of(request)
    require_write(person, case)
    asked = request.POST if request.method == "POST" else request.GET
    step, about = _step(request, case, asked.get("step", "")), _things(asked.getlist("about"))
    if request.method == "POST":
        try:
            draft = actions.begin(person, case, asked.get("form", ""), step=step, about=about)
            return redirect("documents:draft", draft.pk)
        except ValidationError as error:
            for words in error.messages:
                messages.error(request, words)
    seen(request, case)
    context = showing.choosing(case, asked.getlist("kind"), step)
    context |= {"about": about, "matters": asked.getlist("matters"), "may_register": may_work(person, case)}
    return render(request, "documents/choose.html", context, status=422 if request.method == "POST" else 200)


def _things(names: Sequence[str]) -> list[str]:
    """What the document is about; the empty choice names nothing."""
    return [name for name in names if name][:MOST_THINGS]


def _step(request: HttpRequest, case: Case, key: str) -> Step | None:
    """The step of this case that the address names; anything else is no step."""
    step = step_for(person_of(request), int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
    return step if step and step.case_id == case.pk else None


# the draft


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, key: int) -> HttpResponse:
    """The draft: to be written, or checked and to be signed; sent: saved as of the revision it was opened at."""
    draft = draft_or_404(request, key)
    if request.method == "POST":
        return _sent(request, draft)
    if draft.state == DraftState.IN_FORCE:
        return redirect("documents:paper", draft.paper.document_id)
    seen(request, draft.case)
    if draft.state == DraftState.WRITING and may_write(person_of(request), draft.case):
        return render(request, "documents/draft.html", showing.writing(draft, draft.content))
    return render(request, "documents/checked.html", showing.checked(person_of(request), draft))


def _sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Save what was typed; with it add or drop a row, or have it checked. What was typed is never lost."""
    form = form_of(draft)
    require_write(person_of(request), draft.case)
    if change := change_sent(request.POST.get("change", "")):
        shown = with_rows_as_sent(form, request.POST, change)
        return render(request, "documents/draft.html", _as_opened(request, showing.writing(draft, shown)))
    content = content_sent(form, request.POST)
    for key in set(request.POST.getlist("theirs")) & {field.key for field in form.fields}:
        content.pop(key, None)  # "use theirs": what the other saved stays
        content |= {key: draft.content[key]} if key in draft.content else {}
    try:
        saved = actions.save(person_of(request), draft, content, _revision(request))
    except actions.Stale as stale:
        return _stale(request, stale, content)
    except ValidationError as error:
        return _refused(request, _as_opened(request, showing.writing(draft, content, told(error))), error)
    return _saved(request, saved)


def _as_opened(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page as it goes on from the content it was opened with: what another saved since is still to be shown."""
    return context | {"revision": _revision(request), "remembered": request.POST.get("remembered", "")}


def _saved(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        told = {"revision": draft.revision, "time": f"{draft.changed_at.astimezone(CHINA):%H:%M:%S}"}
        return JsonResponse(told | {"remembered": remembered(form_of(draft), draft.content)})
    if request.POST.get("do") == "check":
        return _checked(request, draft)
    messages.success(request, _("草稿已保存。"))
    return redirect("documents:draft", draft.pk)


def _checked(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        actions.check(person_of(request), draft, revision=draft.revision)
    except actions.Stale as stale:  # what another saved since has been read by nobody here
        return _stale(request, stale, draft.content)
    except ValidationError as error:
        return _refused(request, showing.writing(draft, draft.content, told(error)), error)
    messages.success(request, _("已核对，内容不再变动，可以签名。"))
    return redirect("documents:draft", draft.pk)


def _refused(request: HttpRequest, context: dict[str, Any], error: ValidationError) -> HttpResponse:
    """What the rules refused, beside its fields, with all that was typed."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": error.messages[0]}, status=422)
    return render(request, "documents/draft.html", context, status=422)


def _stale(request: HttpRequest, stale: actions.Stale, content: dict[str, Value]) -> HttpResponse:
    """Somebody else was quicker: both contents on one page, to be saved again."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": str(stale)}, status=409)
    draft = stale.draft
    both = merged(form_of(draft), content, draft.content, read_back(request.POST.get("remembered", "")))
    context = showing.writing(draft, both.content)
    return render(request, "documents/draft.html", showing.with_stale(context, draft, both), status=409)


def told(error: ValidationError) -> list[Fault]:
    """What the rules refused, by the fields it belongs to; "" is the whole document."""
    if not hasattr(error, "error_dict"):
        return [Fault("", words) for words in error.messages]
    return [Fault(key, words) for key, found in error.message_dict.items() for words in found]


def _revision(request: HttpRequest) -> int:
    asked = request.POST.get("revision", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
