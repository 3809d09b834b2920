"""The room's forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Ask to view the recordings of a case."""

    number = forms.CharField(label=_("案号"), max_length=80, error_messages={"required": _("请填写案号。")})
    purpose = forms.CharField(
        label=_("用途"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("例如：办理关联案件、行政复议答复、案卷评查。"),
        error_messages={"required": _("请写明用途。")},
    )
    ground = forms.CharField(label=_("依据"), max_length=500, required=False)


class DecideForm(forms.Form):
    """What the head says to a request; who may decide, and until when at the earliest, is the action's business."""

    opinion = forms.CharField(max_length=500, required=False)
    until = forms.DateTimeField(
        required=False, error_messages={"invalid": _("请填写有效期至的日期和时分，例如 2026-11-20 14:05。")}
    )


class PackageForm(forms.Form):
    """Say what a package is for."""

    purpose = forms.CharField(
        label=_("用途"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("例如：提交人民法院、行政复议答复。用途写入留痕日志，任何人不能更改。"),
        error_messages={"required": _("请写明制作证据包的用途。")},
    )
