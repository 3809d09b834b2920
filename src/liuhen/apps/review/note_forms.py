"""The form of a note of evidence: one field per matter that the law or the form asks for, filled as far as is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from liuhen.apps.review.note_law import AskedMatter
from liuhen.apps.review.note_prefill import PRINTED_IN, Known, suggestion

SHORT = {"collector", "maker", "collected_at", "collected_where"}
"""Matters that fit one line; any other gets room for several."""


class NoteForm(forms.Form):
    """Reads a text for each matter asked."""

    def __init__(self, asked: Sequence[AskedMatter], known: Known, data: Any = None) -> None:
        """Make a field for each matter; unbound, it holds what is known."""
        with override(PRINTED_IN):
            initial = {matter.code: suggestion(matter.code, known) for matter in asked}
        super().__init__(data, initial=initial)
        for matter in asked:
            field = forms.CharField(label=matter.label, widget=_widget(matter.code), error_messages=_missing(matter))
            field.asked_by = matter.by  # type: ignore[attr-defined]
            self.fields[matter.code] = field

    def content(self) -> dict[str, str]:
        """What was typed, in the order of the form. To be called on a valid form."""
        return {name: str(self.cleaned_data[name]) for name in self.fields}


def _missing(matter: AskedMatter) -> dict[str, str]:
    words = _("请填写“%(label)s”。没有的，写明“无”和原因。") % {"label": matter.label}
    return {"required": words}


def _widget(matter: str) -> forms.Widget:
    return forms.TextInput() if matter in SHORT else forms.Textarea(attrs={"rows": 3})
