"""The room's forms. They read what was typed; what may be is decided by the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.devices.queries import usable_by
from liuhen.apps.people.queries import officers_of

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


class OwnerForm(forms.Form):
    """Whose card it is: the device it comes from and the officer who recorded."""

    device: Any = forms.ModelChoiceField(label=_("设备"), queryset=None)
    officer: Any = forms.ModelChoiceField(label=_("摄录人员"), queryset=None)

    def __init__(self, person: Person, data: Any = None, *, number: int = 0) -> None:
        """Offer the agency's devices and officers; `number` keeps the fields of several cards apart."""
        super().__init__(data, prefix=f"card{number}")
        self.fields["device"].queryset = usable_by(person)  # type: ignore[attr-defined]
        self.fields["officer"].queryset = officers_of(person.agency)  # type: ignore[attr-defined]
