"""What lists are narrowed to, as people type it and as it stands in the address."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from liuhen.apps.people.queries import units_of
from liuhen.apps.recordings.queries import Filters
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

FIRST_YEAR, LAST_YEAR = 1970, 9000  # beyond them a day cannot be counted on in every time zone
BEGINS = _("从头写起，可以只写前几个字")


class DayInput(forms.DateInput):
    """A day, as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        """Write the value the way the browser wants it."""
        super().__init__(format="%Y-%m-%d")


def known_year(day: date) -> None:
    """Refuse a day that no calendar of ours holds."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("请核对年份。"))


class FilterForm(forms.Form):
    """The classes of yexian-transport-2017 art. 17, and words. What is not understood narrows nothing, and is said."""

    unit: Any = forms.ModelChoiceField(label=_("大队"), queryset=None, required=False, empty_label=_("全部"))
    device = forms.CharField(label=_("设备编号"), max_length=40, required=False)
    officer = forms.CharField(label=_("摄录人员"), max_length=60, required=False, help_text=_("姓名或者执法证号"))
    since = forms.DateField(label=_("自"), required=False, widget=DayInput, validators=[known_year])
    until = forms.DateField(label=_("至"), required=False, widget=DayInput, validators=[known_year])
    party = forms.CharField(label=_("当事人"), max_length=120, required=False)
    cause = forms.CharField(label=_("案由"), max_length=200, required=False)

    def __init__(self, person: Person, asked: Any) -> None:
        """Read the address; offer the squads of the person's agency."""
        super().__init__(asked)
        self.asked = asked
        self.fields["unit"].queryset = units_of(person.agency)  # type: ignore[attr-defined]
        for name in ("device", "officer", "party", "cause"):
            self.fields[name].widget.attrs["title"] = BEGINS

    def wanted(self, **more: Any) -> Filters:
        """The filters, as far as they were understood; `more` are those the page itself sets."""
        self.is_valid()
        typed, medium = self.cleaned_data, self.asked.get("medium", "")
        unit, since, until = typed.get("unit"), typed.get("since"), typed.get("until")
        words = {name: typed.get(name, "").strip() for name in ("device", "officer", "party", "cause")}
        return Filters(
            unit=unit.pk if unit else None,
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
            medium=medium if medium in list(Medium) else "",
            words=self.asked.get("q", "").replace("\x00", "")[:100],
            **words,
            **more,
        )

    @property
    def narrowed(self) -> bool:
        """Whether any of the classes is filled in."""
        return any(self.asked.get(name, "") for name in self.fields)


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
