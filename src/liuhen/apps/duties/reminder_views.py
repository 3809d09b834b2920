"""Pages of reminders and of calendar subscriptions; a person sees and changes nothing but one's own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.duties import feeds, reminders, reminding
from liuhen.apps.duties.bundles import Bundle, by_act
from liuhen.apps.duties.feed_file import calendar_file
from liuhen.apps.duties.forms import WishForm
from liuhen.apps.duties.mailing import can_send
from liuhen.apps.duties.mends import films_for
from liuhen.apps.duties.models import Reminder, Threshold
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

ROWS = 60
LONGEST_KEY = 18
"""Digits of a key that every database holds."""
NEW_ADDRESS = "duties.new_feed"
"""Under which name the session hands a new address on to the next page, so that reloading that makes no second one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act that several reminders ask for."""

    threshold: Threshold
    bundle: Bundle
    new: bool
    keys: list[int]


def listed(request: HttpRequest) -> HttpResponse:
    """One's reminders, and how one wants to be reminded."""
    person, now = cast("Person", request.user), outside().clock.now()
    wish = reminding.wish_of(person)
    started = {"lead_days": wish.lead_days if wish else reminding.LEAD_DAYS, "email": wish.email if wish else ""}
    form = WishForm(request.POST if request.method == "POST" else None, initial=started, mail=can_send())
    if request.method == "POST" and form.is_valid() and _wished(request, person, form):
        return HttpResponseRedirect(reverse("duties:reminders"))
    page = Paginator(reminding.reminders_of(person, now), ROWS).get_page(request.GET.get("page"))
    context = {"lines": _lines(list(page)), "page": page, "form": form, "unread": reminding.unread(person, now)}
    return render(request, "duties/reminders.html", context, status=422 if form.errors else 200)


def _wished(request: HttpRequest, person: Person, form: WishForm) -> bool:
    try:
        reminders.wish(person, form.cleaned_data["lead_days"], form.cleaned_data.get("email", ""))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("提醒设定已保存。"))
    return True


def _lines(rows: list[Reminder]) -> list[Line]:
    films = films_for([row.obligation for row in rows])
    found: list[Line] = []
    for (threshold, read), group in groupby(rows, key=lambda row: (row.threshold, row.read_at is not None)):
        by_owed = {row.obligation_id: row for row in group}
        for one in by_act([row.obligation for row in by_owed.values()], films):
            keys = [by_owed[owed.pk].pk for owed in one.rows]
            found.append(Line(Threshold(threshold), one, not read, keys))
    return found


@require_POST
def take_note(request: HttpRequest) -> HttpResponse:
    """Mark reminders as read: those named, or all."""
    keys = [
        int(key) for key in request.POST.getlist("key") if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
    ]
    reminders.take_note(cast("Person", request.user), keys or None)
    return HttpResponseRedirect(reverse("duties:reminders"))


@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """How many reminders are unread, for the frame: asked after the page has loaded, and now and then."""
    number = reminding.unread(cast("Person", request.user), outside().clock.now())
    return render(request, "duties/_unread.html", {"unread": number})


def subscriptions(request: HttpRequest) -> HttpResponse:
    """One's calendar subscriptions; a new one's address is shown on the page that follows and never again."""
    person = cast("Person", request.user)
    if request.method == "POST":
        try:
            _feed, request.session[NEW_ADDRESS] = feeds.make_feed(person)
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
        return HttpResponseRedirect(reverse("duties:feeds"))
    context: dict[str, Any] = {"feeds": feeds.feeds_in_use(person)}
    if secret := request.session.pop(NEW_ADDRESS, ""):
        context["address"] = request.build_absolute_uri(reverse("duties:feed", args=[secret]))
    answer = render(request, "duties/feeds.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw one of one's own subscriptions."""
    try:
        feeds.withdraw_feed(cast("Person", request.user), key)
    except ValidationError as error:
        raise Http404("".join(error.messages)) from error
    messages.success(request, _("订阅已停用，原来的地址不再有效。"))
    return HttpResponseRedirect(reverse("duties:feeds"))


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What a calendar program reads: whoever knows the address. A withdrawn or unknown one is not there."""
    found = feeds.feed_of(secret)
    if found is None:
        raise Http404(_("没有这个日历订阅，或者已经停用。"))
    events = feeds.told_by(found, outside().clock.now())

    def page(case: int) -> str:
        return request.build_absolute_uri(reverse("cases:case", args=[case]))

    body = calendar_file(_("留痕期限"), events, page)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=300"
    etag = quote_etag(feeds.digest_of(body))
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer
