"""The room's pages: forms that register things of a case. The case page itself, beside its law, is made by duties."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from liuhen.apps.cases import actions, inputs, queries
from liuhen.apps.cases.case_form import CaseForm
from liuhen.apps.cases.forms import (
    CorrectTimesForm,
    DocumentForm,
    InterruptionForm,
    MattersForm,
    MomentForm,
    PeopleForm,
    ReportForm,
    RoomForm,
    SituationEndForm,
    SituationForm,
    StepForm,
)
from liuhen.apps.cases.opened import case_or_404, seen
from liuhen.apps.cases.permissions import OPEN
from liuhen.apps.cases.permits import require, require_work
from liuhen.apps.cases.prefill import initial_from
from liuhen.apps.lawlib.queries import term
from liuhen.apps.people.queries import heads_of
from liuhen.ports.outside import outside
from liuhen.ports.vault import VaultError

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Interruption, Step
    from liuhen.apps.people.models import Person

Save = Callable[[dict[str, Any]], str]
"""Does what the form says and gives the anchor on the case page where it is seen."""


def person_of(user: object) -> Person:
    """The signed-in person (every page of the house needs one)."""
    return cast("Person", user)


def _step_or_404(request: HttpRequest, key: int) -> Step:
    step = queries.step_for(person_of(request.user), key)
    if step is None:
        raise Http404(_("没有这个执法环节，或者您无权查看。"))
    return step


def _document_or_404(request: HttpRequest, key: int) -> Document:
    document = queries.document_for(person_of(request.user), key)
    if document is None:
        raise Http404(_("没有这份文书，或者您无权查看。"))
    return document


def _interruption_or_404(request: HttpRequest, key: int) -> Interruption:
    found = queries.interruption_for(person_of(request.user), key)
    if found is None:
        raise Http404(_("没有这条中止记录，或者您无权查看。"))
    return found


def add_errors(form: RoomForm, error: ValidationError) -> None:
    """Put a broken rule beside the field it belongs to, or above the form when it has none."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)


def answer_form(request: HttpRequest, form: RoomForm, save: Save, title: str, case: Case | None = None) -> HttpResponse:
    """Show the form, or do what it says and go back to the case; what was typed is kept when something is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            target = save(form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except VaultError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(title)s：已登记。") % {"title": title})
            return HttpResponseRedirect(target)
    if case is not None:
        seen(request, case)
    context = {"form": form, "title": title, "case": case, "upload": form.is_multipart()}
    return render(request, "cases/form.html", context, status=422 if form.errors else 200)


def form_for(request: HttpRequest, kind: type[RoomForm], case: Case | None, **initial: Any) -> Any:
    """The form, bound to what was sent, or holding what the address or the time suggests."""
    person = person_of(request.user)
    if request.method == "POST":
        return kind(request.POST, request.FILES, case=case, person=person)
    return kind(initial={**initial, **initial_from(request.GET)}, case=case, person=person)


def back_to(case: Case, anchor: str = "") -> str:
    """The case page, at the place where something is seen."""
    where = reverse("cases:case", args=[case.pk])
    return f"{where}#{anchor}" if anchor else where


def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case."""
    person = person_of(request.user)
    require(person, OPEN)
    form = form_for(request, CaseForm, None, acts=["penalty"])

    def save(data: dict[str, Any]) -> str:
        handlers, acts, features = tuple(data.pop("handlers")), tuple(data.pop("acts")), tuple(data.pop("features"))
        new = inputs.NewCase(**data, handlers=handlers, acts=acts, features=features)
        return back_to(actions.open_case(person, new))

    return answer_form(request, form, save, _("登记案件"))


def next_number(request: HttpRequest) -> HttpResponse:
    """The number proposed for a case of the kind being chosen, as text, for the script of the form."""
    person = person_of(request.user)
    require(person, OPEN)
    procedure, acts = request.GET.get("procedure", ""), request.GET.getlist("acts")
    number = queries.suggest_number(person.agency, outside().clock.now(), procedure=procedure, acts=acts)
    return HttpResponse(number, content_type="text/plain; charset=utf-8")


def new_step(request: HttpRequest, key: int) -> HttpResponse:
    """Register a step."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    form = form_for(request, StepForm, case, people=[person.pk], stage="investigation")

    def save(data: dict[str, Any]) -> str:
        new = inputs.NewStep(
            kind=data["kind"],
            stage=data["stage"],
            times=_times(data),
            act=int(data["act"]) if data["act"] else None,
            place=data["place"],
            people=_taking_part(data),
            features=tuple(data["features"]),
            circumstances=tuple(data["circumstances"]),
            matters=tuple(data["matters"]),
        )
        return back_to(case, f"step-{actions.add_step(person, case, new).pk}")

    return answer_form(request, form, save, _("登记执法环节"), case)


def _taking_part(data: dict[str, Any]) -> tuple[inputs.Taking, ...]:
    """The officers of a step, and who presides or keeps the record."""
    officers = [inputs.Taking(person=one) for one in data["people"]]
    others = ((data[role], role) for role in StepForm.ROLES if data[role])
    return (*officers, *(inputs.Taking(person=one, role=role, staff=_staff(one)) for one, role in others))


def _staff(person: Person) -> str:
    return "enforcement" if person.certificate else "general"


def _times(data: dict[str, Any]) -> inputs.Times:
    names = ("start", "end", "arrival", "departure", "returned_at")
    return inputs.Times(**{name: data[name] for name in names})


def correct_times(request: HttpRequest, key: int) -> HttpResponse:
    """Correct the times of a step, with the reason."""
    step, person = _step_or_404(request, key), person_of(request.user)
    require_work(person, step.case)
    standing = {name: getattr(step, name) for name in ("start", "end", "arrival", "departure", "returned_at")}
    form = form_for(request, CorrectTimesForm, step.case, **standing)

    def save(data: dict[str, Any]) -> str:
        actions.correct_times(person, step, _times(data), data["reason"])
        return back_to(step.case, f"step-{step.pk}")

    return answer_form(request, form, save, _("更正环节时间"), step.case)


def add_people(request: HttpRequest, key: int) -> HttpResponse:
    """Register people of a step who were left out."""
    step, person = _step_or_404(request, key), person_of(request.user)
    require_work(person, step.case)
    form = form_for(request, PeopleForm, step.case, role="officer", staff="enforcement")

    def save(data: dict[str, Any]) -> str:
        taking = (inputs.Taking(person=one, role=data["role"], staff=data["staff"]) for one in data["people"])
        actions.add_people(person, step, tuple(taking))
        return back_to(step.case, f"step-{step.pk}")

    return answer_form(request, form, save, _("补登环节人员"), step.case)


def add_matters(request: HttpRequest, key: int) -> HttpResponse:
    """Register matters that occurred in a step."""
    step, person = _step_or_404(request, key), person_of(request.user)
    require_work(person, step.case)
    form = form_for(request, MattersForm, step.case, matters=step.matters)

    def save(data: dict[str, Any]) -> str:
        actions.add_matters(person, step, tuple(data["matters"]))
        return back_to(step.case, f"step-{step.pk}")

    return answer_form(request, form, save, _("补登发生事项"), step.case)


def new_document(request: HttpRequest, key: int) -> HttpResponse:
    """Register a document, with its PDF."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    form = form_for(request, DocumentForm, case)
    about = request.GET.getlist("about")
    form.explain([(name, name.replace("recording:", _("音像记录 "))) for name in about])
    form.put_first("kind", request.GET.getlist("kind"))

    def save(data: dict[str, Any]) -> str:
        file = data["file"]
        new = inputs.NewDocument(
            kind=data["kind"],
            made_at=data["made_at"],
            step=int(data["step"]) if data["step"] else None,
            matters=tuple(data["matters"]),
            about=tuple(data.get("about", ())),
            used_as_evidence=data["used_as_evidence"],
            file=inputs.File(source=file.chunks(), name=file.name) if file else None,
        )
        document = actions.register_document(person, case, new)
        return back_to(case, f"step-{document.step_id}" if document.step_id else "documents")

    return answer_form(request, form, save, _("登记文书"), case)


def document_pdf(request: HttpRequest, key: int) -> HttpResponse:
    """Give a document's PDF; opening it is journalled."""
    document = _document_or_404(request, key)
    if not document.sha256:
        raise Http404(_("这份文书只登记了纸质件，没有 PDF。"))
    actions.view_document(person_of(request.user), document)
    with outside().vault.open(document.sha256) as file:
        answer = HttpResponse(file.read(), content_type="application/pdf")
    name = f"{term('documents', document.kind)}-{document.pk}.pdf"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def file_document(request: HttpRequest, key: int) -> HttpResponse:
    """Attach a document to the file."""
    return _moment_of_document(request, key, actions.file_document, _("文书附卷"))


def gather_document(request: HttpRequest, key: int) -> HttpResponse:
    """Note when a document was gathered into the information platform."""
    return _moment_of_document(request, key, actions.gather_document, _("文书归集"))


def gather_documents(request: HttpRequest, key: int) -> HttpResponse:
    """Note when all documents of a case were gathered."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    form = form_for(request, MomentForm, case, at=outside().clock.now())

    def save(data: dict[str, Any]) -> str:
        actions.gather_documents(person, case, data["at"])
        return back_to(case)

    return answer_form(request, form, save, _("文书归集：本案全部文书"), case)


def _moment_of_document(request: HttpRequest, key: int, act: Callable[..., Any], title: str) -> HttpResponse:
    document, person = _document_or_404(request, key), person_of(request.user)
    require_work(person, document.case)
    form = form_for(request, MomentForm, document.case, at=outside().clock.now())

    def save(data: dict[str, Any]) -> str:
        act(person, document, data["at"])
        return back_to(document.case, f"step-{document.step_id}" if document.step_id else "documents")

    name = term("documents", document.kind)
    return answer_form(request, form, save, f"{title}：{name}", document.case)


def new_interruption(request: HttpRequest, key: int) -> HttpResponse:
    """Report a break in the recording of a step."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    form = form_for(request, InterruptionForm, case)

    def save(data: dict[str, Any]) -> str:
        step = next(step for step in case.steps.all() if str(step.pk) == data["step"])
        actions.report_interruption(person, step, data["start"], data["cause"], end=data["end"])
        return back_to(case, f"step-{step.pk}")

    return answer_form(request, form, save, _("登记中止记录"), case)


def resume(request: HttpRequest, key: int) -> HttpResponse:
    """Register when recording went on again."""
    found, person = _interruption_or_404(request, key), person_of(request.user)
    case = found.step.case
    require_work(person, case)
    form = form_for(request, MomentForm, case)

    def save(data: dict[str, Any]) -> str:
        try:
            actions.resume(person, found, data["at"])
        except ValidationError as error:
            raise ValidationError({"at": error.messages}) from error
        return back_to(case, f"step-{found.step_id}")

    return answer_form(request, form, save, _("登记恢复记录"), case)


def new_report(request: HttpRequest, key: int) -> HttpResponse:
    """Report to the head, or explain in writing."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    head = heads_of(case.unit).first()
    form = form_for(request, ReportForm, case, at=outside().clock.now(), about=f"case:{case.pk}", to=head)

    def save(data: dict[str, Any]) -> str:
        actions.make_report(person, case, inputs.NewReport(**data))
        return back_to(case, "reports")

    return answer_form(request, form, save, _("报告或书面说明"), case)


def new_situation(request: HttpRequest, key: int) -> HttpResponse:
    """Register a situation that changes what is owed."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    form = form_for(request, SituationForm, case, about=f"case:{case.pk}")

    def save(data: dict[str, Any]) -> str:
        about = (data["about"],) if data["about"] != f"case:{case.pk}" else ()
        new = inputs.NewSituation(**{**data, "about": about})
        actions.register_situation(person, case, new)
        return back_to(case, "reports")

    return answer_form(request, form, save, _("登记情形"), case)


def end_situation(request: HttpRequest, key: int) -> HttpResponse:
    """Register when a situation ended, so that what stood still meanwhile runs on."""
    person = person_of(request.user)
    found = queries.situation_for(person, key)
    if found is None:
        raise Http404(_("没有这一情形，或者您无权查看。"))
    require_work(person, found.case)
    form = form_for(request, SituationEndForm, found.case, until=found.until or outside().clock.now())

    def save(data: dict[str, Any]) -> str:
        actions.end_situation(person, found, data["until"], data["reason"])
        return back_to(found.case, "reports")

    title = _("登记情形结束：%(what)s") % {"what": term("situations", found.kind)}
    return answer_form(request, form, save, title, found.case)
