"""Pages of milestones: register one, correct when one was reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liuhen.apps.cases import actions, queries
from liuhen.apps.cases.forms import Line, MilestoneForm, MomentForm
from liuhen.apps.cases.opened import case_or_404
from liuhen.apps.cases.permits import require_archive_or_work, require_work
from liuhen.apps.cases.views import answer_form, back_to, form_for, person_of
from liuhen.apps.lawlib.queries import term
from liuhen.ports.outside import outside


class CorrectMilestoneForm(MomentForm):
    """Correct when a milestone was reached."""

    reason = Line(
        label=gettext_lazy("更正理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=gettext_lazy("原来的时间和理由写入留痕日志。从这个节点起算的期限按更正后的时间重新计算。"),
    )

    def registered_as(self, at: datetime) -> None:
        """Tell what stands now, whatever is being typed over it."""
        self.fields["at"].help_text = _("现在登记的是 %(moment)s。") % {
            "moment": date_format(timezone.localtime(at), _("Y年n月j日 H:i"))
        }


def new_milestone(request: HttpRequest, key: int) -> HttpResponse:
    """Register a milestone; archiving is one that the custodian may set as well."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_archive_or_work(person, case)
    form = form_for(request, MilestoneForm, case, at=outside().clock.now())

    def save(data: dict[str, Any]) -> str:
        if data["kind"] == "archived":
            actions.archive(person, case, data["at"])
        else:
            actions.set_milestone(person, case, data["kind"], data["at"])
        return back_to(case)

    return answer_form(request, form, save, _("登记节点"), case)


def correct_milestone(request: HttpRequest, key: int) -> HttpResponse:
    """Correct when a milestone was reached, with the reason."""
    person = person_of(request.user)
    found = queries.milestone_for(person, key)
    if found is None:
        raise Http404(_("没有这个节点，或者它已被更正。请回到案件页面。"))
    require_work(person, found.case)
    form = form_for(request, CorrectMilestoneForm, found.case, at=found.at)
    form.registered_as(found.at)

    def save(data: dict[str, Any]) -> str:
        actions.correct_milestone(person, found, data["at"], data["reason"])
        return back_to(found.case)

    title = _("更正节点：%(kind)s") % {"kind": term("milestones", found.kind)}
    return answer_form(request, form, save, title, found.case)
