"""The law on screen. Everyone who is signed in may read it; how the agency stands is shown by the roof beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from liuhen.apps.lawlib import queries
from liuhen.apps.lawlib.outline import article_page, outline

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.core.lawbook.text import LawText


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """List every text in the law folder, those that bind this agency first."""
    bound = queries.names_binding(cast("Person", request.user).agency)
    texts = sorted(queries.all_texts(), key=lambda text: (text.id not in bound, text.info.title))
    return render(request, "lawlib/shelf.html", {"texts": texts, "bound": bound})


@require_safe
def text(request: HttpRequest, text: str) -> HttpResponse:
    """Show a text: what it is, its tree of chapters and articles."""
    law = _text_or_404(text)
    return render(request, "lawlib/text.html", {"law": law, "tree": outline(law), "titles": queries.titles()})


@require_safe
def article(request: HttpRequest, text: str, article: int) -> HttpResponse:
    """Show one article: how it is answered for, and the duties it sets."""
    law = _text_or_404(text)
    if not 1 <= article <= law.info.articles:
        raise Http404(gettext("这部文本没有这一条"))
    shown = {"law": law, "tree": outline(law, here=article), "page": article_page(law, article)}
    return render(request, "lawlib/article.html", shown)


def _text_or_404(name: str) -> LawText:
    law = queries.text_named(name)
    if law is None:
        raise Http404(gettext("法规库里没有这部文本"))
    return law
