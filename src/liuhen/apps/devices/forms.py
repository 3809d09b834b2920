"""The room's forms. They read what was typed; what may be is decided by the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.devices.actions import NewCheck, NewDevice, NewFault
from liuhen.apps.lawlib.queries import choices
from liuhen.apps.people.queries import officers_of

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency


class MomentInput(forms.DateTimeInput):
    """A date and time to the minute, as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        """Write the value the way the browser wants it."""
        super().__init__(format="%Y-%m-%dT%H:%M")


class DeviceForm(forms.Form):
    """Registering a device."""

    number = forms.CharField(label=_("设备编号"), max_length=40, help_text=_("机身上的编号，一台一号。"))
    kind = forms.ChoiceField(label=_("设备种类"))
    holder: Any = forms.ModelChoiceField(label=_("保管使用人"), queryset=None, required=False)
    model = forms.CharField(label=_("型号"), max_length=80, required=False)
    serial = forms.CharField(label=_("序列号"), max_length=80, required=False)
    functions = forms.MultipleChoiceField(label=_("功能"), widget=forms.CheckboxSelectMultiple, required=False)
    battery_minutes = forms.IntegerField(label=_("电池续航（分钟）"), min_value=1, max_value=10_000, required=False)

    def __init__(self, agency: Agency, data: Any = None) -> None:
        """Offer the agency's officers and the words of the vocabulary."""
        super().__init__(data, initial={"kind": "body_camera"})
        self.fields["kind"].choices = choices("devices")  # type: ignore[attr-defined]
        self.fields["functions"].choices = choices("functions")  # type: ignore[attr-defined]
        self.fields["holder"].queryset = officers_of(agency)  # type: ignore[attr-defined]

    def typed(self) -> NewDevice:
        """What was typed."""
        content = self.cleaned_data
        return NewDevice(**{**content, "functions": tuple(content["functions"])})


class HolderForm(forms.Form):
    """Handing a device over."""

    holder: Any = forms.ModelChoiceField(label=_("新的保管使用人"), queryset=None)

    def __init__(self, agency: Agency, data: Any = None) -> None:
        """Offer the agency's officers."""
        super().__init__(data)
        self.fields["holder"].queryset = officers_of(agency)  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """A check before use."""

    items = forms.MultipleChoiceField(label=_("检查了哪些项目"), widget=forms.CheckboxSelectMultiple)
    at = forms.DateTimeField(label=_("检查时间"), widget=MomentInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """Offer the items of the vocabulary."""
        super().__init__(data, **kwargs)
        self.fields["items"].choices = choices("check_items")  # type: ignore[attr-defined]

    def typed(self) -> NewCheck:
        """What was typed."""
        return NewCheck(at=self.cleaned_data["at"], items=tuple(self.cleaned_data["items"]))


class FaultForm(forms.Form):
    """A fault, and when the administrator was told."""

    description = forms.CharField(label=_("故障情况"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    found_at = forms.DateTimeField(label=_("发现时间"), widget=MomentInput)
    reported_at = forms.DateTimeField(
        label=_("向管理员报告的时间"),
        widget=MomentInput,
        required=False,
        help_text=_("尚未报告的可以留空，报告后再补登。"),
    )

    def typed(self) -> NewFault:
        """What was typed."""
        return NewFault(**self.cleaned_data)


class ReportForm(forms.Form):
    """When the administrator was told of a fault."""

    reported_at = forms.DateTimeField(label=_("报告时间"), widget=MomentInput)


class SecondsInput(forms.DateTimeInput):
    """A date and time to the second, as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        """Write the value the way the browser wants it, and let seconds be chosen."""
        super().__init__(attrs={"step": "1"}, format="%Y-%m-%dT%H:%M:%S")


class ClockForm(forms.Form):
    """What the device's screen shows at this moment."""

    shown = forms.DateTimeField(
        label=_("设备屏幕此刻显示的时间"),
        widget=SecondsInput,
        help_text=_("看着设备屏幕填写，填好立即提交；与标准时间之差由系统计算，误差一并记录。"),
    )


class VolumeForm(forms.Form):
    """By which label the dock knows the card."""

    volume_label = forms.CharField(
        label=_("存储卡卷标"),
        max_length=40,
        required=False,
        help_text=_("采集站凭卷标认出这台设备；留空则不凭卷标识别。"),
    )
