"""The room's forms: attach the official wording, start and write drafts, decide on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


def _as_written(words: object) -> SafeString:
    return SafeString(str(words))


words_with_code: Callable[[object], Any] = lazy(_as_written, str)
"""Words of this house (never of a person) with names for the machine in them, marked as such."""


class WordingForm(forms.Form):
    """Choose the official document of a text."""

    file = forms.FileField(
        label=_("官方文件"),
        help_text=words_with_code(
            _(
                "从发布机关取得的正式文本：<code>txt</code>、<code>docx</code>，或者带文字的 <code>pdf</code>。"
                "原件不作改动。"
            )
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.pdf"}),
        error_messages={"required": _("请选择文件。"), "empty": _("这是空文件，请重新选择。")},
    )


class NewDraftForm(forms.Form):
    """Which text to draft: the next version of one there is, or a new one."""

    text = forms.CharField(
        label=_("文本标识"),
        max_length=60,
        help_text=words_with_code(
            _("已有文本的标识：起草它的下一版本；新的标识：起草新文本，例如 <code>nanling-transport-2026</code>。")
        ),
        error_messages={"required": _("请填写文本标识。")},
        widget=forms.TextInput(attrs={"list": "known-texts", "autocomplete": "off", "spellcheck": "false"}),
    )
    title = forms.CharField(
        label=_("名称"), max_length=120, required=False, help_text=_("新文本必填，照发布的名称写。")
    )
    articles = forms.IntegerField(
        label=_("共几条"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("新文本填写，逐条列好待说明的位置；以后可以改。"),
        error_messages={"invalid": _("请填写数字，例如 35。")},
    )


class FileForm(forms.Form):
    """One file of a draft as it was typed, and the revision it was opened at."""

    content = forms.CharField(
        label=_("内容"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 32, "spellcheck": "false", "wrap": "off", "autocapitalize": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CaseFileForm(forms.Form):
    """The name of a file of worked cases to add."""

    name = forms.CharField(
        label=_("新的案例文件"),
        max_length=60,
        help_text=words_with_code(_("小写英文字母、数字和连字符，例如 <code>seizure</code>。")),
        error_messages={"required": _("请填写文件名。")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DecideForm(forms.Form):
    """What the second person says to a draft."""

    first_day = forms.DateField(
        label=_("施行之日"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("这一天起发生的执法环节按此版本判断，以前的仍按当时的版本。"),
        error_messages={"required": _("请填写施行之日。"), "invalid": _("请填写日期，例如 2026-12-01。")},
    )
    late_reason = forms.CharField(
        label=_("自过去的日期起施行的理由"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("施行之日早于今天时必填。"),
    )
    opinion = forms.CharField(
        label=_("审批意见"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必填，写明要改什么。写入留痕日志，任何人不能更改。"),
    )

    def __init__(self, *args: Any, refusing: bool = False, **more: Any) -> None:
        """Ask for the first day only when the draft is to be put in force."""
        super().__init__(*args, **more)
        self.refusing = refusing
        self.fields["first_day"].required = not refusing


def tell(form: Any, error: ValidationError) -> None:
    """Put what an action refused beside the fields it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)
