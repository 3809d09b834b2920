"""The screens of a note of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liuhen.apps.recordings import queries
from liuhen.apps.recordings.actions import view_page
from liuhen.apps.recordings.offers import require_work
from liuhen.apps.review.note_forms import NoteForm
from liuhen.apps.review.note_law import asked_notes, kinds_asked, matters_asked
from liuhen.apps.review.note_prefill import Known
from liuhen.apps.review.notes import NewNote, NoteRefused, make_note
from liuhen.apps.review.views import person_of, recording_of
from liuhen.ports.press import PressFailed
from liuhen.ports.vault import VaultError

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Link, Recording

LAST_NOTE = "last_note"
"""The link of recording and case whose note was the last to be opened in a browser session."""


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in and make the explanation of a recording used as evidence."""
    recording, person = recording_of(request, pk), person_of(request)
    require_work(person, recording)
    link = _link(request, recording)
    asked = asked_notes(recording)
    kinds = kinds_asked(asked)
    if link is None or not kinds:
        messages.error(request, _("请先把音像记录关联到案件的执法环节，再制作文字说明。"))
        return redirect("review:recording", pk)
    kind = _chosen(request, kinds)
    known = Known(recording=recording, case=link.step.case, step=link.step, by=person)
    form = NoteForm(matters_asked(asked, kind), known, request.POST or None)
    new = NewNote(kind=kind, case=known.case, step=known.step, content=form.content() if form.is_valid() else {})
    if request.method == "POST" and new.content and _made(request, recording, new, form):
        return redirect("review:recording", pk)
    _seen(request, link)
    context = {"form": form, "recording": recording, "kind": kind, "kinds": kinds, "case": known.case, "link": link}
    return render(request, "review/note.html", context, status=422 if form.errors else 200)


def _seen(request: HttpRequest, link: Link) -> None:
    """The form holds place, people and party of its case: journal that, unless it was the last form to be opened."""
    if request.session.get(LAST_NOTE) != link.pk:
        view_page(person_of(request), link.recording, link.step_id)
        request.session[LAST_NOTE] = link.pk


def _made(request: HttpRequest, recording: Recording, new: NewNote, form: NoteForm) -> bool:
    try:
        make_note(person_of(request), recording, new)
    except NoteRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
    except (PressFailed, VaultError) as failure:
        form.add_error(None, str(failure))
    else:
        messages.success(request, _("说明已制作，登记为本案文书。请打印后由相关人员签名。"))
        return True
    return False


def _chosen(request: HttpRequest, kinds: list[str]) -> str:
    """The kind of document asked for, if the law accepts it; else the one most duties accept."""
    wanted: Any = request.POST.get("kind") or request.GET.get("kind")
    return wanted if wanted in kinds else kinds[0]


def _link(request: HttpRequest, recording: Recording) -> Link | None:
    """The link whose case the note belongs to: the one named, else the first."""
    links = list(queries.standing_links(recording))
    wanted = request.POST.get("step") or request.GET.get("step")
    if not wanted:
        return links[0] if links else None
    found = next((link for link in links if str(link.step_id) == wanted), None)
    if found is None:
        raise Http404
    return found
