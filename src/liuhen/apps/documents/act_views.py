"""What is done to a document at the press of a button: sent back, dropped, signed, put in force, corrected, shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.cases import actions as case_actions
from liuhen.apps.cases.opened import person_of, seen
from liuhen.apps.cases.queries import case_for, document_for
from liuhen.apps.documents import actions, printing, queries, showing
from liuhen.apps.documents.forms import FORMS, ReasonForm, SignForm
from liuhen.apps.documents.models import DraftState, SignedHow
from liuhen.apps.documents.permits import require_write
from liuhen.apps.documents.queries import form_of
from liuhen.apps.documents.views import draft_or_404
from liuhen.core.forms.form import Way
from liuhen.ports.outside import outside
from liuhen.ports.press import PressFailed
from liuhen.ports.vault import VaultError

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Document
    from liuhen.apps.documents.models import Draft

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def document_or_404(request: HttpRequest, key: int) -> Document:
    """The document if the person may see its case and it was written here; else it does not exist."""
    document = document_for(person_of(request), key)
    if document is None or queries.paper_of(document) is None:
        raise Http404(_("没有这份文书，或者您无权查看。"))
    return document


@require_POST
def send_back(request: HttpRequest, key: int) -> HttpResponse:
    """Send a checked draft back to be changed."""
    draft, form = draft_or_404(request, key), ReasonForm(request.POST)
    if not form.is_valid():
        return _told(request, draft, map(str, form.errors["reason"]))
    reason = form.cleaned_data["reason"]
    return _done(request, draft, lambda: actions.send_back(person_of(request), draft, reason), _("已退回，可以修改。"))


@require_POST
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Drop a draft, saying why."""
    draft = draft_or_404(request, key)
    reason = request.POST.get("purpose", "")[:500]
    try:
        actions.drop(person_of(request), draft, reason)
    except ValidationError as error:
        return _told(request, draft, error.messages)
    messages.success(request, _("草稿已废弃。"))
    return redirect("documents:of-case", draft.case_id)


@require_POST
def put_in_force(request: HttpRequest, key: int) -> HttpResponse:
    """Put a checked, signed draft in force: numbered, printed, registered in the case."""
    draft = draft_or_404(request, key)
    try:
        document = actions.put_in_force(person_of(request), draft)
    except ValidationError as error:
        return _told(request, draft, error.messages)
    except (PressFailed, VaultError) as error:
        return _told(request, draft, [str(error)])
    messages.success(request, _("文书已生效，归入案卷。"))
    return redirect("documents:paper", document.pk)


@require_POST
def sign(request: HttpRequest, key: int) -> HttpResponse:
    """Sign or seal in one place of the form."""
    draft = draft_or_404(request, key)
    if request.POST.get("how") != SignedHow.SEALED:  # who keeps the seal need not write on the case
        require_write(person_of(request), draft.case)
    form = _sign_form(request, draft)
    if form is None:
        return _told(request, draft, [_("没有这个签名处，请刷新页面后重试。")])
    if form.is_valid():
        try:
            actions.sign(person_of(request), draft, _new_signature(request.POST["how"], form))
        except ValidationError as error:
            _beside(form, error)
        except VaultError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(who)s：已签收存。") % {"who": form.cleaned_data["who"]})
            return redirect("documents:draft", draft.pk)
    seen(request, draft.case)
    context = showing.checked(person_of(request), draft, refused=form)
    return render(request, "documents/checked.html", context, status=422)


def _sign_form(request: HttpRequest, draft: Draft) -> SignForm | None:
    """The form for the way and the place that were sent; None when the document has no such place."""
    slots, slot = form_of(draft).signatures, request.POST.get("slot", "")
    kind = FORMS.get(request.POST.get("how", ""))
    if kind is None or not (slot.isascii() and slot.isdigit() and len(slot) < 4 and int(slot) < len(slots)):
        return None
    says = slots[int(slot)].how is Way.STATES_AND_SIGNS
    return kind(request.POST, request.FILES, says=says, auto_id=f"sign-{slot}-{request.POST['how']}-%s")


def _new_signature(how: str, form: SignForm) -> actions.NewSignature:
    said = form.cleaned_data
    image = said.get("image")
    return actions.NewSignature(
        slot=said["slot"],
        how=how,
        who=said["who"],
        words=said.get("words", ""),
        witness=said.get("witness", ""),
        image=image.chunks() if image else None,
        place=said["place"],
    )


def _beside(form: SignForm, error: ValidationError) -> None:
    """Put a broken rule beside the field it belongs to, or above the form when it has none."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)


@require_POST
def withdraw_signature(request: HttpRequest, key: int) -> HttpResponse:
    """Let a signature of a checked draft count no more, saying why."""
    signature = queries.signature_for(person_of(request), key)
    if signature is None:
        raise Http404(_("没有这个签名，或者您无权查看。"))
    reason = request.POST.get("purpose", "")[:500]
    words = _("%(who)s的签名已撤回，可以重新签。") % {"who": signature.who}
    return _done(
        request, signature.draft, lambda: actions.withdraw_signature(person_of(request), signature, reason), words
    )


@require_POST
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Begin the document that corrects one in force, with what that one says."""
    document, form = document_or_404(request, key), ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([str(words) for words in form.errors["reason"]])
        draft = actions.begin(
            *(person_of(request), document.case, document.kind),
            step=document.step,
            replaces=document,
            reason=form.cleaned_data["reason"],
        )
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        return redirect("documents:paper", document.pk)
    return redirect("documents:draft", draft.pk)


# looking


@require_safe
def paper(request: HttpRequest, key: int) -> HttpResponse:
    """What a document in force says; opening it is journalled."""
    document = document_or_404(request, key)
    case_actions.view_document(person_of(request), document)
    return render(request, "documents/paper.html", showing.paper(person_of(request), document))


@require_safe
def of_case(request: HttpRequest, key: int) -> HttpResponse:
    """Drafts and documents in force of a case."""
    case = case_for(person_of(request), key)
    if case is None:
        raise Http404(_("没有这个案件，或者您无权查看。"))
    seen(request, case)
    part = "documents/_list.html" if request.headers.get("HX-Request") else "documents/of_case.html"
    return render(request, part, showing.of_case(person_of(request), case))


@require_safe
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """The draft as it will be printed, marked as a draft on every page."""
    draft = draft_or_404(request, key)
    if draft.state == DraftState.IN_FORCE:
        return redirect("cases:document", draft.paper.document_id)
    seen(request, draft.case)
    try:
        made = printing.print_draft(draft)
    except (PressFailed, VaultError) as error:
        return _told(request, draft, [str(error)])
    answer = HttpResponse(made, content_type="application/pdf")
    title = form_of(draft).title
    name = _("草稿_%(title)s.pdf") % {"title": title}
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@require_safe
def signature_image(request: HttpRequest, key: int) -> HttpResponse:
    """The picture of a signature, for the page of its document."""
    signature = queries.signature_for(person_of(request), key)
    if signature is None or not signature.image_sha256:
        raise Http404(_("没有这个签名，或者您无权查看。"))
    seen(request, signature.draft.case)
    return picture_of(signature.image_sha256)


def picture_of(sha256: str) -> HttpResponse:
    """A picture of the vault, PNG or JPEG, in which nothing runs. Http404 where its bytes can't be had."""
    try:
        with outside().vault.open(sha256) as file:
            picture = file.read()
    except VaultError as error:
        raise Http404(str(error)) from error
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    answer = HttpResponse(picture, content_type=kind)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _done(request: HttpRequest, draft: Draft, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        return _told(request, draft, error.messages)
    messages.success(request, words)
    return redirect("documents:draft", draft.pk)


def _told(request: HttpRequest, draft: Draft, words: Iterable[str]) -> HttpResponse:
    """Back to the draft with what was refused."""
    for one in words:
        messages.error(request, one)
    return redirect("documents:draft", draft.pk)
