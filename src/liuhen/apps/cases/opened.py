"""What every page about a case does, whichever room makes it: who asks, may they see it, and that it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from liuhen.apps.cases.actions import view_case
from liuhen.apps.cases.queries import case_for

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

LAST_CASE = "last_case"
"""Where the session remembers the case that was opened last."""


def person_of(request: HttpRequest) -> Person:
    """The signed-in person (every page of the house needs one)."""
    return cast("Person", request.user)


def case_or_404(request: HttpRequest, key: int) -> Case:
    """The case if the person may see it; what may not be seen does not exist."""
    case = case_for(person_of(request), key)
    if case is None:
        raise Http404(_("没有这个案件，或者您无权查看。"))
    return case


def seen(request: HttpRequest, case: Case) -> None:
    """A page shows what is in its case: journal that, unless the case was the last to be opened."""
    if request.session.get(LAST_CASE) != case.pk:
        view_case(person_of(request), case)
        request.session[LAST_CASE] = case.pk
