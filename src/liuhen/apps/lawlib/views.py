"""The law on screen. Everyone who is signed in may read it; how the agency stands is shown by the roof beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from liuhen.apps.lawlib import queries
from liuhen.apps.lawlib.actions import attach_wording
from liuhen.apps.lawlib.forms import WordingForm, tell
from liuhen.apps.lawlib.official import mismatch
from liuhen.apps.lawlib.outline import article_page, numbers_in, outline
from liuhen.apps.lawlib.permissions import ATTACH, DRAFT, require, sees_drafts
from liuhen.core.lawbook.errors import LawError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liuhen.apps.lawlib.official import Wording
    from liuhen.apps.lawlib.versions import Version
    from liuhen.apps.people.models import Person


def _unless_unreadable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A text that cannot be read is shown with what is wrong with it, so that a next version can mend it."""

    @wraps(view)
    def shown(request: HttpRequest, text: str, **words: int) -> HttpResponse:
        try:
            return view(request, text, **words)
        except LawError as error:
            person = cast("Person", request.user)
            told = {"text": text, "problems": error.problems, "may_draft": person.may(DRAFT)}
            return render(request, "lawlib/unreadable.html", told, status=HTTPStatus.SERVICE_UNAVAILABLE)

    return shown


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """List every text the agency may see, those that bind it first."""
    person = cast("Person", request.user)
    bound = queries.names_binding(person.agency)
    found = queries.shelf(person.agency)
    texts = sorted(found.texts, key=lambda one: (one.law.id not in bound, one.law.info.title))
    shown = {"texts": texts, "unreadable": found.unreadable, "bound": bound, **places(person)}
    return render(request, "lawlib/shelf.html", shown)


def places(person: Person) -> dict[str, Any]:
    """What the row of places at the head of the law pages needs to know."""
    return {"sees_drafts": sees_drafts(person), "waiting": queries.drafts_waiting(person)}


@require_safe
@_unless_unreadable
def text(request: HttpRequest, text: str) -> HttpResponse:
    """Show a text: what it is, its versions, its official wording, its tree of chapters and articles."""
    person = cast("Person", request.user)
    found = _versions_or_404(person, text)
    version = _asked_version(request, found)
    wording = queries.wording_of(person.agency, text)
    enacted = {row.pk: row for row in queries.enacted_versions(person.agency, text)}
    shown = {
        **_reading(version, found, wording),
        "versions": [(one, enacted.get(one.enacted or 0)) for one in reversed(found)],
        "titles": queries.titles(person.agency),
        "mismatch": mismatch(version.law, wording.official) if wording else None,
        "may_attach": person.may(ATTACH),
        "may_draft": person.may(DRAFT),
    }
    return render(request, "lawlib/text.html", shown)


@require_safe
@_unless_unreadable
def article(request: HttpRequest, text: str, article: int) -> HttpResponse:
    """Show one article: its official wording, how it is answered for, and the duties it sets."""
    person = cast("Person", request.user)
    found = _versions_or_404(person, text)
    version = _asked_version(request, found)
    wording = queries.wording_of(person.agency, text)
    official = wording.official if wording else None
    if article not in numbers_in(version.law, official):
        raise Http404(gettext("这部文本没有这一条"))
    shown = {
        **_reading(version, found, wording, here=article),
        "page": article_page(version.law, article, official),
        "may_attach": person.may(ATTACH),
    }
    return render(request, "lawlib/article.html", shown)


def _reading(
    version: Version, found: Sequence[Version], wording: Wording | None, *, here: int | None = None
) -> dict[str, Any]:
    """What every page of a text shows: which version it is, its tree, its wording."""
    official = wording.official if wording else None
    newest = found[-1]
    return {
        "law": version.law,
        "version": version,
        "tree": outline(version.law, here=here, official=official),
        "wording": wording,
        "asked": f"?version={version.enacted or 0}"
        if version is not queries.version_on(found, queries.today())
        else "",
        "newest": newest,
    }


@_unless_unreadable
def wording(request: HttpRequest, text: str) -> HttpResponse:
    """The official documents attached to a text; whoever may attaches another."""
    person = cast("Person", request.user)
    found = _versions_or_404(person, text)
    law = queries.version_on(found, queries.today()).law
    form = WordingForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(person, ATTACH)
        if form.is_valid() and (answer := _attach(request, person, text, form)):
            return answer
    standing = queries.wording_of(person.agency, text)
    shown = {
        "form": form,
        "law": law,
        "rows": queries.wordings_of(person.agency, text),
        "wording": standing,
        "mismatch": mismatch(law, standing.official) if standing else None,
        "may_attach": person.may(ATTACH),
    }
    return render(request, "lawlib/wording.html", shown, status=422 if form.errors else 200)


def _attach(request: HttpRequest, person: Person, text: str, form: WordingForm) -> HttpResponse | None:
    file = form.cleaned_data["file"]
    try:
        row = attach_wording(person, text, file.name, file.read())
    except ValidationError as error:
        tell(form, error)
        return None
    words = gettext("已附上“%(name)s”，读出 %(n)s 条。")
    messages.success(request, words % {"name": row.file_name, "n": len(row.parsed["articles"])})
    return HttpResponseRedirect(reverse("lawlib:wording", args=[text]))


@require_safe
def wording_file(request: HttpRequest, text: str, key: int) -> HttpResponse:
    """Hand out an attached document as it was attached."""
    row = queries.wording_file(cast("Person", request.user).agency, text, key)
    if row is None:
        raise Http404(gettext("没有这份官方文件"))
    with outside().vault.open(row.sha256) as file:
        answer = HttpResponse(file.read(), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.file_name) or ""
    return answer


def _versions_or_404(person: Person, name: str) -> tuple[Version, ...]:
    found = queries.versions_of(person.agency, name)
    if not found:
        raise Http404(gettext("法规库里没有这部文本"))
    return found


def _asked_version(request: HttpRequest, found: Sequence[Version]) -> Version:
    """The version asked for by the key of its row (0: that of the law folder), else the one in force today."""
    asked = request.GET.get("version", "")
    if not asked:
        return queries.version_on(found, queries.today())
    chosen = next((version for version in found if str(version.enacted or 0) == asked), None)
    if chosen is None:
        raise Http404(gettext("这部文本没有这个版本"))
    return chosen
