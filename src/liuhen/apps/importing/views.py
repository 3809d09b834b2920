"""The screens of the room: tables that were handed in, and one of them with what became of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liuhen.apps.importing import actions, forms, queries
from liuhen.apps.importing.inputs import Offered
from liuhen.apps.importing.models import Run, RunState
from liuhen.apps.importing.reporting import report
from liuhen.core.importing.rows import RowFault

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

PAGE, FINDINGS = 30, 100
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The tables of the agency, the latest first, and the form for another one."""
    person = _person(request)
    actions.require_bring(person)
    form = forms.TableForm(request.POST or None, request.FILES or None, initial={"mapping": _mapping_for(person)})
    if request.method == "POST" and form.is_valid():
        return redirect("importing:run", _open(person, form).pk)
    page = Paginator(queries.runs_visible(person), PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "importing/runs.html", {"form": form, "page": page}, status=status)


def _mapping_for(person: Person) -> str:
    return queries.last_mapping(person) or forms.EXAMPLE


def _open(person: Person, form: forms.TableForm) -> Run:
    table = form.cleaned_data["table"]
    offered = Offered(
        source=table.chunks(),
        name=table.name,
        system=form.read.source,
        mapping_text=form.cleaned_data["mapping"],
    )
    return actions.open_run(person, offered, RunState.CHECKING)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: how far it has come, what became of its rows, why some were not brought in."""
    found = _run(request, pk)
    findings = Paginator(queries.findings_of(found), FINDINGS).get_page(request.GET.get("page"))
    working = found.state in (RunState.CHECKING.value, RunState.RUNNING.value)
    context = {"run": found, "page": findings, "working": working, "rows": queries.rows_refused(found)}
    name = "importing/_state.html" if request.headers.get("HX-Request") else "importing/run.html"
    return render(request, name, context)


@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Have what the trial found fit brought in."""
    found = _run(request, pk)
    try:
        actions.begin_bringing(_person(request), found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已开始导入，离开本页也会继续。"))
    return redirect("importing:run", pk)


@require_safe
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refused or changed row, as a table to take away."""
    found = _run(request, pk)
    form = "csv" if request.GET.get("as") == "csv" else "xlsx"
    rows = ((one.kind, _fault(one)) for one in queries.findings_of(found).iterator())
    answer = HttpResponse(report(rows, form), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="import-{found.pk}.{form}"'
    return answer


def _fault(one: object) -> RowFault:
    names = ("row", "column", "value", "reason", "advice")
    return RowFault(**{name: getattr(one, name) for name in names})


def _run(request: HttpRequest, pk: int) -> Run:
    """The run among those the person may see; somebody of the agency without the right is refused by word."""
    person = _person(request)
    found = get_object_or_404(queries.runs_of_agency(person), pk=pk)
    if not queries.runs_visible(person).filter(pk=pk).exists():
        raise PermissionDenied(_("导入的表格由资料管理员查看。"))
    return found


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)
