"""The room's form: a person decides what a text leaves to judgement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.duties.models import OUTCOMES
from liuhen.apps.duties.permits import RELEASING


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
