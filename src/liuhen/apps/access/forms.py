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


class PackageForm(forms.Form):
    """Say what a package is for."""

    purpose = forms.CharField(
        label=_("用途"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("例如：提交人民法院、行政复议答复。用途写入留痕日志，任何人不能更改。"),
        error_messages={"required": _("请写明制作证据包的用途。")},
    )
