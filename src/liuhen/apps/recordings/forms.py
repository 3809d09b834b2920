"""The room's forms. They read what was typed; what may be is decided by the actions."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liuhen.apps.devices.queries import usable_by
from liuhen.apps.lawlib.queries import term
from liuhen.apps.people.queries import officers_of
from liuhen.apps.recordings.actions import NewTime
from liuhen.apps.recordings.intake import Batch
from liuhen.apps.recordings.permissions import INTAKE_FOR_OTHERS

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

MAX_OFFSET = 10 * 365 * 24 * 3600


class MomentInput(forms.DateTimeInput):
    """A date and time to the minute, as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        """Write the value the way the browser wants it."""
        super().__init__(format="%Y-%m-%dT%H:%M")


class IntakeForm(forms.Form):
    """What holds for all files about to be uploaded."""

    device: Any = forms.ModelChoiceField(label=_("设备"), queryset=None, help_text=_("文件来自哪台设备。"))
    officer: Any = forms.ModelChoiceField(label=_("摄录人员"), queryset=None)
    clock_offset = forms.FloatField(
        label=_("设备时钟偏差（秒）"),
        required=False,
        min_value=-MAX_OFFSET,
        max_value=MAX_OFFSET,
        help_text=_(
            "看一眼设备屏幕上的时间：比标准时间快 12 秒填 12，慢 3 秒填 -3。"
            "没有对照就留空：采用这台设备最近测得的偏差，没有测过的按误差五分钟处理。"
        ),
    )
    returned_at = forms.DateTimeField(
        label=_("返回单位时间"),
        widget=MomentInput,
        required=False,
        help_text=_("连续工作或边远地区执法的，入库期限从此时起算。"),
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        """Offer the devices of the agency, the person's own first; only custodians choose another officer."""
        devices = usable_by(person)
        super().__init__(data, initial={"device": devices.filter(holder=person).first(), "officer": person})
        self.person = person
        self.fields["device"].queryset = devices  # type: ignore[attr-defined]
        if person.may(INTAKE_FOR_OTHERS):
            self.fields["officer"].queryset = officers_of(person.agency)  # type: ignore[attr-defined]
        else:
            del self.fields["officer"]

    def batch(self) -> Batch:
        """What was typed."""
        typed = self.cleaned_data
        offset = typed["clock_offset"]
        return Batch(
            officer=typed.get("officer", self.person),
            device=typed["device"],
            by=self.person,
            clock_offset=None if offset is None else timedelta(seconds=offset),
            returned_at=typed["returned_at"],
        )


class StepField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A step, called by its case, kind and time."""

    def label_from_instance(self, obj: Any) -> str:
        """Call the step as people do."""
        from django.utils import timezone

        when = timezone.localtime(obj.start).strftime("%Y-%m-%d %H:%M")
        return f"{obj.case.number} · {term('steps', obj.kind)} · {when}"


class LinkForm(forms.Form):
    """Attaching a recording by hand."""

    step = StepField(label=_("执法环节"), queryset=None)

    def __init__(self, steps: Any, data: Any = None) -> None:
        """Offer these steps."""
        super().__init__(data)
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]


class FilmField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A film, called by its name and time."""

    def label_from_instance(self, obj: Any) -> str:
        """Call the film as lists do."""
        return f"{obj.shown_name} · {timezone.localtime(obj.start):%Y-%m-%d %H:%M:%S}"


class FilmForm(forms.Form):
    """Saying by hand which film a sidecar belongs to."""

    film = FilmField(label=_("录像"), queryset=None)

    def __init__(self, films: Any, data: Any = None) -> None:
        """Offer these films."""
        super().__init__(data)
        self.fields["film"].queryset = films  # type: ignore[attr-defined]


class OtherFilmForm(FilmForm):
    """Saying that it belongs to another film than the one it was given to, and why."""

    reason = forms.CharField(label=_("更正理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class TimeForm(forms.Form):
    """When a recording is said to have begun, give or take how much, and on what that rests."""

    start = forms.DateTimeField(label=_("开始时间"))
    error_minutes = forms.FloatField(label=_("误差（分钟）"), min_value=0, max_value=720)
    basis = forms.CharField(label=_("依据"), max_length=1000)

    def typed(self) -> NewTime:
        """What was typed."""
        typed = self.cleaned_data
        error = timedelta(minutes=typed["error_minutes"])
        return NewTime(start=typed["start"], error=error, basis=typed["basis"])

    def told(self) -> list[str]:
        """What is wrong, field by field."""
        return [f"{self.fields[name].label}：{' '.join(map(str, errors))}" for name, errors in self.errors.items()]


class FiledForm(forms.Form):
    """When a recording was attached to the case file."""

    at = forms.DateTimeField(label=_("附卷时间"), widget=MomentInput)


class KeepingForm(forms.Form):
    """How long a recording is kept: until a day, or long-term."""

    until = forms.DateField(label=_("保存至"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    long_term = forms.BooleanField(label=_("长期保存"), required=False)

    def moment(self) -> datetime | None:
        """The end of the day until which it is kept."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None
