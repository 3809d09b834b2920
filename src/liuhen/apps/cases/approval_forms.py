"""Forms of approvals and exceptions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.cases.forms import RoomForm, code, things_of
from liuhen.apps.lawlib.queries import approvals_decided

LONGEST = 2000


def words(label: object, *, required: bool = True, rows: int = 4, help_text: object = "") -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # django-stubs know no lazy words here
        required=required,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONGEST,
        error_messages={"required": str(_("请填写此项。")), "max_length": str(_("最多 %(limit_value)d 字。"))},
    )


class ApprovalForm(RoomForm):
    """Ask for an approval."""

    kind = code(_("提请审批的事项"))
    about = code(_("关于"))
    note = words(_("提请理由"), required=False, help_text=_("写明事实和拟办意见，审批人据此决定。"))

    def fill(self) -> None:
        """Offer what is decided in cases, and the things of this case."""
        self.offer("kind", approvals_decided())
        self.offer("about", [pair for pair in things_of(self.case) if not pair[0].startswith("interruption:")])


class ExemptionForm(RoomForm):
    """Ask for an exception."""

    reason = words(_("理由"), help_text=_("为什么不能按程序办理。"))
    basis = words(_("法律依据"), rows=2, help_text=_("写明允许这样办理的法律、法规、规章的名称和条文。"))


class DecisionForm(RoomForm):
    """Decide on a request."""

    outcome = forms.ChoiceField(
        label=_("决定"),
        widget=forms.RadioSelect,
        choices=[("approved", _("同意")), ("refused", _("不同意"))],
        error_messages={"required": _("请选择同意或者不同意。"), "invalid_choice": _("请选择同意或者不同意。")},
    )
    words = words(_("意见"), required=False, rows=3, help_text=_("不同意的，写明理由。"))


class WithdrawForm(RoomForm):
    """Withdraw a request that waits."""

    reason = words(_("撤回的理由"), rows=2)
