"""The forms of clips."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liuhen.apps.review.clips import LONGEST_LABEL, LONGEST_PURPOSE, NewClip

_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2})(?:[.．]([0-9]{1,3}))?")


class Position(forms.Field):
    """A position in a recording as people write it: 1:02:03.5, 62:03 or 62：03; in milliseconds."""

    default_error_messages = {"invalid": _("请按“时:分:秒”填写，例如 0:01:05。")}

    def to_python(self, value: Any) -> int | None:
        """Milliseconds from the beginning."""
        text = str(value or "").strip().replace("：", ":")
        if not text:
            return None
        match = _CLOCK.fullmatch(text)
        if match is None or int(match[3]) > 59 or (match[1] and int(match[2]) > 59):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3])
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "0").ljust(3, "0"))


class ClipForm(forms.Form):
    """From where to where, under which title, what for."""

    begin = Position(label=_("起点"))
    end = Position(label=_("止点"))
    label = forms.CharField(label=_("标题"), max_length=LONGEST_LABEL)
    purpose = forms.CharField(label=_("用途"), max_length=LONGEST_PURPOSE)
    channel = forms.CharField(max_length=40, required=False)

    def typed(self) -> NewClip:
        """The form as the action takes it."""
        told = self.cleaned_data
        more = {name: told[name] for name in ("label", "purpose", "channel")}
        return NewClip(from_ms=told["begin"], to_ms=told["end"], **more)
