"""Documents as files to be worked on elsewhere (.docx). The original stays the PDF; each download is a viewing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liuhen.apps.cases import actions as case_actions
from liuhen.apps.cases.opened import person_of, seen
from liuhen.apps.documents import printing, queries
from liuhen.apps.documents.act_views import document_or_404
from liuhen.apps.documents.models import DraftState
from liuhen.apps.documents.queries import form_of
from liuhen.apps.documents.views import draft_or_404
from liuhen.ports.press import PressFailed
from liuhen.ports.vault import VaultError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def draft_file(request: HttpRequest, key: int) -> HttpResponse:
    """A draft as .docx."""
    draft = draft_or_404(request, key)
    if draft.state == DraftState.IN_FORCE:
        return redirect("documents:paper-file", draft.paper.document_id)
    seen(request, draft.case)
    name = _("草稿_%(title)s.docx") % {"title": form_of(draft).title}
    return _given(request, lambda: printing.edit_draft(draft), name) or redirect("documents:draft", draft.pk)


@require_safe
def paper_file(request: HttpRequest, key: int) -> HttpResponse:
    """What a document in force says as .docx."""
    document = document_or_404(request, key)
    case_actions.view_document(person_of(request), document)
    paper = queries.paper_of(document)
    if paper is None:
        raise LookupError(document.pk)
    name = _("副本_%(title)s.docx") % {"title": " ".join(filter(None, (form_of(paper.draft).title, paper.number)))}
    return _given(request, lambda: printing.edit_paper(paper), name) or redirect("documents:paper", document.pk)


def _given(request: HttpRequest, make: Callable[[], bytes], name: str) -> HttpResponse | None:
    """The file as an attachment; None when it can't be made, which is told on the next page."""
    try:
        made = make()
    except (PressFailed, VaultError) as error:
        messages.error(request, str(error))
        return None
    answer = HttpResponse(made, content_type=DOCX)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer
