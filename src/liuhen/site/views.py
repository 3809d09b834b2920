"""The frame's own pages: the way home, search over all rooms, and what is said when something cannot be shown."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from liuhen.apps.duties.standing import lacking_under, standing_by_article, standing_of_article
from liuhen.apps.duties.views import mine
from liuhen.apps.people.models import Person
from liuhen.site.finding import find

WORDS_MAX = 80
LACKING_SHOWN = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is mine to do."""
    return mine(request)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find cases, recordings and devices the person may see; as a short list under the search box, or as a page."""
    words = request.GET.get("q", "").strip()[:WORDS_MAX]
    person = request.user
    found = find(person, words) if words and isinstance(person, Person) else []
    short = request.headers.get("HX-Request") == "true"
    page = "search/_found.html" if short else "search/search.html"
    return render(request, page, {"search_words": words, "found": found})


@require_safe
def standing(request: HttpRequest, text: str) -> HttpResponse:
    """How the cases a person may see stand towards a text, article by article: a part of the law pages."""
    rows = standing_by_article(request.user, text) if isinstance(request.user, Person) else []
    return render(request, "law/_standing.html", {"text": text, "rows": rows})


@require_safe
def article_standing(request: HttpRequest, text: str, article: int) -> HttpResponse:
    """How the cases a person may see stand towards one article, and where it is lacking."""
    person = request.user
    if not isinstance(person, Person):
        raise PermissionDenied
    shown = {
        "text": text,
        "standing": standing_of_article(person, text, article),
        "lacking": lacking_under(person, text, article)[:LACKING_SHOWN],
    }
    return render(request, "law/_article_standing.html", shown)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense."""
    return _sorry(request, HTTPStatus.BAD_REQUEST, gettext("这个请求看不懂"), gettext("请回到上一页，重新填写后再试。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the thing may be seen, the act is not allowed; the refusal's own words say why."""
    why = str(exception) or gettext("您的角色没有这项权限。")
    return _sorry(request, HTTPStatus.FORBIDDEN, why, gettext("确需办理的，请联系本单位负责人或安全管理员。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such thing, or none this person may know of."""
    what = gettext("没有这个页面，或者您不能查看")
    return _sorry(request, HTTPStatus.NOT_FOUND, what, gettext("请核对地址或案号；也可以在上方查找。"))


def broken(request: HttpRequest) -> HttpResponse:
    """500: something broke; the page needs neither database nor outside."""
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _sorry(request: HttpRequest, status: HTTPStatus, what: str, do: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(f"{what}。{do}", status=status, content_type="text/plain; charset=utf-8")
    layout = "base.html" if isinstance(getattr(request, "user", None), Person) else "bare.html"
    shown = {"layout": layout, "what": what, "do": do, "code": int(status)}
    return render(request, "sorry.html", shown, status=status)
