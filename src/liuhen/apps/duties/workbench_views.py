"""Pages on which texts are tried on a case: one text or draft as if it bound, and two texts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liuhen.apps.cases import actions as case_actions
from liuhen.apps.cases.queries import visible_to
from liuhen.apps.duties import workbench
from liuhen.apps.lawlib import queries as lawlib
from liuhen.core.lawbook.errors import LawError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person
    from liuhen.core.lawbook.text import LawText

OFFERED = 40
"""How many of the latest cases the field for the case number offers."""


@require_safe
def try_text(request: HttpRequest) -> HttpResponse:
    """What a text, a version or a draft, or one article of it, would say of a case."""
    person = cast("Person", request.user)
    asked = {name: request.GET.get(name, "").strip() for name in ("case", "text", "article")}
    errors: dict[str, str] = {}
    case, law = _case(person, asked["case"], errors), _law(person, "text", asked["text"], errors)
    shown = _form(person, asked, errors)
    article = int(asked["article"]) if asked["article"].isascii() and asked["article"].isdigit() else None
    shown |= {"article": article}
    if case and law:
        case_actions.view_case(person, case)
        shown |= {"case": case, "trial": workbench.trial(case, law, outside().clock.now(), article=article)}
    return render(request, "duties/workbench_try.html", shown)


@require_safe
def compare_texts(request: HttpRequest) -> HttpResponse:
    """What two texts say of one case, topic by topic."""
    person = cast("Person", request.user)
    asked = {name: request.GET.get(name, "").strip() for name in ("case", "a", "b")}
    errors: dict[str, str] = {}
    case = _case(person, asked["case"], errors)
    one, other = (_law(person, name, asked[name], errors) for name in ("a", "b"))
    if asked["a"] and asked["a"] == asked["b"]:
        errors["b"] = _("请选择另一部文本。")
        other = None
    shown = _form(person, asked, errors)
    if case and one and other:
        case_actions.view_case(person, case)
        found = workbench.comparison(case, (one, other), outside().clock.now())
        shown |= {"case": case, "laws": (one, other), "compared": True}
        shown |= {"rows": found.concerned, "unconcerned": found.unconcerned}
    return render(request, "duties/workbench_compare.html", shown)


def _form(person: Person, asked: dict[str, str], errors: dict[str, str]) -> dict[str, Any]:
    choices = lawlib.law_choices(person)
    groups = [
        (_("文本"), [one for one in choices if one.group == "text"]),
        (_("各个版本"), [one for one in choices if one.group == "version"]),
        (_("草案"), [one for one in choices if one.group == "draft"]),
    ]
    return {
        "asked": asked,
        "errors": errors,
        "groups": [(name, members) for name, members in groups if members],
        "cases": list(visible_to(person).order_by("-pk").only("number", "cause")[:OFFERED]),
        "sees_drafts": lawlib.works_on_drafts(person),
        "waiting": lawlib.drafts_waiting(person),
    }


def _case(person: Person, number: str, errors: dict[str, str]) -> Case | None:
    """The case by its number; one the person may not see is answered like one that does not exist."""
    if not number:
        return None
    found = visible_to(person).select_related("agency", "unit").filter(number=number).first()
    if found is None:
        errors["case"] = _("没有这个案号的案件，或者您无权查看。请核对括号和数字。")
    return found


def _law(person: Person, field: str, key: str, errors: dict[str, str]) -> LawText | None:
    if not key:
        return None
    try:
        found = lawlib.law_chosen(person, key)
    except LawError as error:
        errors[field] = _("这份草案还读不成一部文本，有 %(n)s 处问题要先改好。") % {"n": len(error.problems)}
        return None
    if found is None:
        errors[field] = _("没有这部文本，请重新选择。")
    return found
