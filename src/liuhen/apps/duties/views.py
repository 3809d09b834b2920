"""Pages on which a case and its law are seen together: what is mine to do, the list of cases, the case itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liuhen.apps.cases import actions as case_actions
from liuhen.apps.cases.opened import LAST_CASE, seen
from liuhen.apps.cases.queries import (
    approvals_waiting,
    case_for,
    event_words,
    exemptions_waiting,
    may_open,
    search,
    visible_to,
    whole_case_for,
    with_stage,
)
from liuhen.apps.duties import actions, queries
from liuhen.apps.duties.bundles import by_urgency
from liuhen.apps.duties.case_page import column_of, page_of
from liuhen.apps.duties.forms import DeterminationForm
from liuhen.apps.duties.mends import films_for
from liuhen.apps.duties.permits import may_release, require_determine
from liuhen.apps.lawlib.queries import term
from liuhen.core.terms.labels import Stage
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

ROWS = 60
CASES = 25
STATES = {
    "lacking": gettext_lazy("有欠缺"),
    "overdue": gettext_lazy("逾期"),
    "needs_person": gettext_lazy("待认定"),
    "archived": gettext_lazy("已归档"),
}


def mine(request: HttpRequest) -> HttpResponse:
    """Mine to do: the first page of everybody."""
    person = cast("Person", request.user)
    now = outside().clock.now()
    page = Paginator(queries.mine_to_do(person, now), ROWS).get_page(request.GET.get("page"))
    rows = list(page)
    context = {
        "groups": by_urgency(rows, films_for(rows), now),
        "page": page,
        "figures": queries.figures(person, now),
        "last_case": _last_case(request, person),
        "waiting": _waiting(person),
    }
    return render(request, "duties/mine.html", context)


def _waiting(person: Person) -> list[tuple[str, str, Any]]:
    """What waits for this person's decision: what it is, where it is decided, and the request, the oldest first."""
    approvals = [(term("approvals", one.kind), "cases:approval", one) for one in approvals_waiting(person)[:ROWS]]
    exceptions = [
        (_("程序例外：%(event)s") % {"event": event_words(one.event)}, "cases:exemption", one)
        for one in exemptions_waiting(person)[:ROWS]
    ]
    found = [(label, reverse(name, args=[one.pk]), one) for label, name, one in [*approvals, *exceptions]]
    return sorted(found, key=lambda line: line[2].asked_at)


def _last_case(request: HttpRequest, person: Person) -> Case | None:
    key = request.session.get(LAST_CASE)
    return case_for(person, key) if key else None


def list_cases(request: HttpRequest) -> HttpResponse:
    """The cases the person may see, by stage, state and words."""
    person = cast("Person", request.user)
    words = {name: request.GET.get(name, "").strip() for name in ("q", "stage", "state")}
    found = (
        with_stage(search(visible_to(person), words["q"])).select_related("unit").prefetch_related("handlers__person")
    )
    found = _narrow(found, words["stage"], words["state"])
    page = Paginator(found.order_by("-pk"), CASES).get_page(request.GET.get("page"))
    lacking = queries.lacking_by_case(case.pk for case in page)
    context = {
        "rows": [(case, lacking.get(case.pk, 0)) for case in page],
        "page": page,
        "words": words,
        "stages": list(Stage),
        "states": STATES.items(),
        "may_open": may_open(person),
    }
    return render(request, "duties/cases.html", context)


def _narrow(found: Any, stage: str, state: str) -> Any:
    if stage in {known.value for known in Stage}:
        found = found.filter(stage=stage)
    if state == "archived":
        return found.exclude(archived_at=None)
    return queries.with_state(found, state) if state in STATES else found


def show_case(request: HttpRequest, key: int) -> HttpResponse:
    """A case beside its law; opening it is journalled."""
    person = cast("Person", request.user)
    found = _whole_case_or_404(person, key)
    case_actions.view_case(person, found)
    if request.session.get(LAST_CASE) != found.pk:  # writing a session costs as much as an entry of the journal
        request.session[LAST_CASE] = found.pk
    context = page_of(person, found, request.GET.get("show", ""))
    return render(request, "duties/case.html", context)


def column(request: HttpRequest, key: int) -> HttpResponse:
    """The column of duties alone, for htmx."""
    person = cast("Person", request.user)
    found = _whole_case_or_404(person, key)
    seen(request, found)
    return render(request, "duties/_column.html", column_of(person, found, request.GET.get("show", "")))


def determine(request: HttpRequest, key: int) -> HttpResponse:
    """Decide what a text leaves to a person."""
    person = cast("Person", request.user)
    case = _case_or_404(person, key)
    owed = queries.obligation_named(case, request.GET.get("duty", ""), request.GET.get("subject", ""))
    if owed is None:
        raise Http404(_("没有这项义务，可能案件刚刚重新评定过。请返回案件页面再打开。"))
    require_determine(person, case)
    seen(request, case)
    form = DeterminationForm(request.POST or None, may_release=may_release(person, case))
    if request.method == "POST" and form.is_valid():
        new = actions.NewDetermination(
            duty=f"{owed.text}/{owed.duty}", subject=owed.subject_id or case.number, **form.cleaned_data
        )
        try:
            actions.determine(person, case, new)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已认定：%(title)s") % {"title": owed.title})
            return HttpResponseRedirect(reverse("cases:case", args=[case.pk]))
    former = [found for found in queries.determinations_of(case) if found.duty == f"{owed.text}/{owed.duty}"]
    context = {"form": form, "o": owed, "case": case, "former": former}
    return render(request, "duties/determine.html", context, status=422 if form.errors else 200)


def _whole_case_or_404(person: Person, key: int) -> Case:
    found = whole_case_for(person, key)
    if found is None:
        raise Http404(_("没有这个案件，或者您无权查看。"))
    return found


def _case_or_404(person: Person, key: int) -> Case:
    found = case_for(person, key)
    if found is None:
        raise Http404(_("没有这个案件，或者您无权查看。"))
    return found
