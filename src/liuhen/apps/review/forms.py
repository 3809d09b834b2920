"""The room's forms. They read what was sent; what may be is decided by the actions."""

from __future__ import annotations

from django import forms

from liuhen.apps.recordings.actions import NewMark
from liuhen.core.terms.labels import MarkKind

MAX_NUMBER = 2**53  # what a browser counts exactly; any database holds it


class MarkForm(forms.Form):
    """What the player sends when a moment is marked."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in MarkKind])
    content = forms.CharField(max_length=60, required=False)
    offset_ms = forms.IntegerField(min_value=0, max_value=MAX_NUMBER)
    end_ms = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    note = forms.CharField(max_length=2000, required=False)
    proposed_by = forms.CharField(max_length=80, required=False)
    step = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)

    def typed(self) -> NewMark:
        """What was sent."""
        return NewMark(**{**self.cleaned_data, "kind": MarkKind(self.cleaned_data["kind"])})
