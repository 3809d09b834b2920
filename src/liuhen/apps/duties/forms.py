"""The room's form: a person decides what a text leaves to judgement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.duties.models import OUTCOMES
from liuhen.apps.duties.permits import RELEASING
from liuhen.apps.duties.reminding import LONGEST_LEAD


class DeterminationForm(forms.Form):
    """Outcome and reason."""

    outcome = forms.ChoiceField(
        label=_("认定结论"), widget=forms.RadioSelect, error_messages={"required": _("请选择认定结论。")}
    )
    reason = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("请写明认定的理由。")},
        help_text=_("认定由本人署名，写入留痕日志；以后的认定可以取代它，不能抹去它。"),
    )

    def __init__(self, *args: Any, may_release: bool = False, **more: Any) -> None:
        """Offer only the outcomes the person may give."""
        super().__init__(*args, **more)
        offered = [(code, label) for code, label in OUTCOMES.items() if may_release or code not in RELEASING]
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """How somebody wants to be reminded."""

    lead_days = forms.IntegerField(
        label=_("提前几天提醒"),
        min_value=0,
        max_value=LONGEST_LEAD,
        error_messages={"required": _("请填写天数，0 表示只在当天提醒。"), "invalid": _("请填写整数天数。")},
        help_text=_("条文规定了提前预警时间的，按条文；没有规定的，按这里。"),
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        error_messages={"invalid": _("电子邮箱的写法不对，请核对，例如 zhangsan@example.gov.cn。")},
        help_text=_("填写后，新的提醒同时发到这个邮箱；邮件里只有案号、条文和期限，没有当事人信息。"),
    )

    def __init__(self, *args: Any, mail: bool, **more: Any) -> None:
        """Ask for an address only where letters can be sent."""
        super().__init__(*args, **more)
        if not mail:
            del self.fields["email"]
