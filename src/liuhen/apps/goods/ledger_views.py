"""The ledger 涉案财物台账 of all cases a person may see, and its export."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.cases.opened import person_of
from liuhen.apps.goods import actions, queries
from liuhen.apps.goods.export import as_csv, as_workbook
from liuhen.apps.goods.kinds import TAKEN, all_measures
from liuhen.apps.goods.lines import lines
from liuhen.apps.lawlib.queries import choices
from liuhen.core.goods import MEASURES, STATES
from liuhen.ports.outside import outside

PAGE = 50
HELD = "held"
ALL = "all"
_FORMATS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
}


def _asked(sent: Any) -> dict[str, str]:
    """What the address narrows the ledger to; what is not understood narrows nothing."""
    states = {HELD, ALL, *(code for code, _label in choices(STATES))}
    state = sent.get("state", HELD)
    measure = sent.get("measure", "")
    return {
        "state": state if state in states else HELD,
        "measure": measure if measure in all_measures() else "",
        "words": sent.get("q", "").replace("\x00", "").strip()[:100],
    }


def _narrowed(asked: dict[str, str]) -> dict[str, str]:
    return {**asked, "state": "" if asked["state"] == ALL else asked["state"]}


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger: what waits for the keeper first."""
    person, asked = person_of(request), _asked(request.GET)
    page = Paginator(queries.ledger(person, **_narrowed(asked)), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(page.object_list),
        "asked": asked,
        "states": choices(STATES),
        "measures": choices(MEASURES),
        "waiting": queries.ledger(person, state=TAKEN).count(),
        "may_take_out": queries.may_take_out(person),
    }
    return render(request, "goods/ledger.html", context)


@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    """The ledger as a file, as the page narrowed it; journalled before anything is given."""
    person, asked = person_of(request), _asked(request.POST)
    form = request.POST.get("format", "csv")
    content_type, made = _FORMATS.get(form, _FORMATS["csv"])
    actions.take_out_ledger(person, request.POST.get("purpose", ""), asked)
    content = made(lines(queries.ledger(person, **_narrowed(asked))))
    now = outside().clock.now()
    name = f"{_('涉案财物台账')}-{now:%Y%m%d}.{form if form in _FORMATS else 'csv'}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=content_type, headers=headers)
