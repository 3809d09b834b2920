"""The room's forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.archiving.contents import templates_for
from liuhen.apps.archiving.making import LONGEST_NOTE, NewVolume
from liuhen.apps.lawlib.queries import choices
from liuhen.core.volume.template import KEEPING

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case


class VolumeForm(forms.Form):
    """Make the volume of a case: in which order, kept how long, with what to be noted."""

    template = forms.ChoiceField(label=_("排列"), error_messages={"required": _("请选择排列。")})
    keeping = forms.ChoiceField(label=_("保管期限"))
    note = forms.CharField(
        label=_("情况说明"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入备考表：卷内材料的缺损、修改、补充、移出等。没有的不填。"),
    )
    skip = forms.BooleanField(
        label=_("不能装订的文件以说明页代替"), required=False, help_text=_("原文件仍按原样另行保存。")
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        """Offer the templates that fit the case."""
        super().__init__(*args, **kwargs)
        template, keeping = self.fields["template"], self.fields["keeping"]
        if isinstance(template, forms.ChoiceField) and isinstance(keeping, forms.ChoiceField):
            template.choices = [(one.id, one.title) for one in templates_for(case)]
            keeping.choices = choices(KEEPING)

    def new_volume(self) -> NewVolume:
        """What was stated, after it was found valid."""
        said = self.cleaned_data
        return NewVolume(template=said["template"], keeping=said["keeping"], note=said["note"], skip=said["skip"])
