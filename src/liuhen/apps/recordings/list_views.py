"""The lists of the room: recordings by class, what waits for a step or a film, steps that wait for a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.cases.queries import steps_near
from liuhen.apps.recordings import actions, queries
from liuhen.apps.recordings.export_command import command_for
from liuhen.apps.recordings.law import owed_steps
from liuhen.apps.recordings.linking_offers import groups_for
from liuhen.apps.recordings.list_forms import FilterForm
from liuhen.apps.recordings.models import Awaits
from liuhen.apps.recordings.permissions import INTAKE, KEEP, WORK
from liuhen.apps.recordings.views import person_of
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

STEPS = 50
WHOLE_INTAKE = 200
"""The list of one intake shows so many at once, so that all of it can be accepted in one go."""
MOST_PAIRS = 500
COUNTED = 100
FURTHEST = 10_000


@require_safe
def recording_list(request: HttpRequest) -> HttpResponse:
    """The recordings the person may know of, narrowed by what the address says."""
    person = person_of(request)
    form = FilterForm(person, request.GET)
    wanted = form.wanted(mine="mine" in request.GET)
    context = {
        "page": queries.page_of(person, wanted, _place(request)),
        "export": command_for(person, wanted) if person.may(KEEP) else "",
        **_frame(person, form, wanted),
    }
    return render(request, "recordings/list.html", context)


@require_safe
def unlinked(request: HttpRequest) -> HttpResponse:
    """Recordings attached to no step, each with the step that fits best, to be accepted one by one or all at once."""
    person = person_of(request)
    form = FilterForm(person, request.GET)
    intake = _number(request.GET.get("intake", ""))
    mine = "all" not in request.GET and person.may(WORK)
    wanted = form.wanted(mine=mine, awaits=Awaits.STEP, intake=intake)
    page = queries.page_of(person, wanted, _place(request), WHOLE_INTAKE if intake else queries.PAGE)
    groups = groups_for(person, page.rows)
    offers = [offer for group in groups for offer in group.offers]
    context = {
        "page": page,
        "groups": groups,
        "intake": intake,
        "acceptable": sum(1 for offer in offers if offer.may_accept and offer.best),
        "back": request.get_full_path(),
        **_frame(person, form, wanted),
    }
    return render(request, "recordings/unlinked.html", context)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Attach what was ticked, one recording, or one whole filming; all of it or nothing."""
    person = person_of(request)
    try:
        made = _accept(person, request)
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, len(made))
    return redirect(_back(request))


def _accept(person: Person, request: HttpRequest) -> list[Any]:
    if together := request.POST.get("session"):
        key, step = _pair(together)
        session = queries.session_for(person, key)
        if session is None:
            raise Http404
        return actions.accept_session(person, session, step)
    sent = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("pair")
    pairs = [_pair(one) for one in sent[:MOST_PAIRS]]
    known = queries.visible_to(person).in_bulk([key for key, _ in pairs])
    if any(key not in known for key, _ in pairs):
        raise Http404
    return actions.accept(person, [(known[key], step) for key, step in pairs])


def _pair(text: str) -> tuple[int, int]:
    first, _, second = text.partition("-")
    numbers = _number(first), _number(second)
    if None in numbers:
        raise Http404
    return cast("tuple[int, int]", numbers)


def _tell(request: HttpRequest, number: int) -> None:
    if not number:
        messages.warning(request, _("没有关联任何一份：没有勾选，或者所选的此前都已关联。"))
        return
    said = ngettext("已关联 %(number)d 份音像记录。", "已关联 %(number)d 份音像记录。", number) % {"number": number}
    messages.success(request, said + _("关联错了的，在音像记录页面上解除。"))


def _back(request: HttpRequest) -> str:
    """Back to the list it came from; anything else that was sent leads to the list as it is."""
    here, sent = reverse("recordings:unlinked"), request.POST.get("back", "")
    return sent if sent == here or sent.startswith(f"{here}?") else here


@require_safe
def steps_without(request: HttpRequest) -> HttpResponse:
    """Steps of which the law asks for audio and video, and to which no recording is linked; the most urgent first."""
    person = person_of(request)
    begin = min(_number(request.GET.get("from", "")) or 0, FURTHEST)
    owed = owed_steps(person, begin, STEPS + 1)
    steps = steps_near([], [one.step for one in owed[:STEPS]]).in_bulk()
    context = {
        "rows": [(one, steps[one.step]) for one in owed[:STEPS] if one.step in steps],
        "next": begin + STEPS if len(owed) > STEPS else None,
        "previous": max(0, begin - STEPS) if begin else None,
        **tabs_of(person),
    }
    return render(request, "recordings/steps.html", context)


@require_safe
def sidecars(request: HttpRequest) -> HttpResponse:
    """Data recorded beside a film whose film is not there."""
    person = person_of(request)
    form = FilterForm(person, request.GET)
    wanted = form.wanted(awaits=Awaits.FILM)
    page = queries.page_of(person, wanted, _place(request))
    return render(request, "recordings/sidecars.html", {"page": page, **_frame(person, form, wanted)})


def _frame(person: Person, form: FilterForm, wanted: queries.Filters) -> dict[str, Any]:
    return {"form": form, "wanted": wanted, "media": list(Medium), **tabs_of(person)}


def tabs_of(person: Person) -> dict[str, Any]:
    """What leads from list to list, with how much waits there, counted up to a hundred."""
    return {
        "may_intake": person.may(INTAKE),
        "waiting": queries.awaiting(person, at_most=COUNTED) if person.may(WORK) else None,
        "rejected": len(queries.rejected_for(person).order_by().values_list("pk", flat=True)[:COUNTED]),
        "counted": COUNTED,
    }


def _place(request: HttpRequest) -> queries.Place | None:
    """From where on the address wants to see the list."""
    if after := request.GET.get("after"):
        return queries.Place.read(after, newer=True)
    return queries.Place.read(request.GET.get("before", ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
