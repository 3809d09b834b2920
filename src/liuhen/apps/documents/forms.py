"""The room's forms: how somebody confirms a document, and why something is done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.documents.models import SignedHow
from liuhen.ports.outside import outside

MOST_OF_A_PICTURE = 20 << 20
"""Bytes of one picture of a signature; a telephone's photograph is smaller."""


class Line(forms.CharField):
    """One line of text."""

    default_error_messages = {"required": _("请填写此项。"), "max_length": _("最多 %(limit_value)d 字。")}


def prose(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Several lines of text."""
    return Line(
        label=label,
        required=required,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignForm(forms.Form):
    """What every way of confirming asks: in which place of the form, who, where."""

    slot = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=200)
    who = Line(label=_("签名人"), max_length=120)
    words = prose(_("意见"), required=False)
    place = Line(label=_("签名地点"), max_length=200, required=False)

    def __init__(self, *args: Any, says: bool = False, **more: Any) -> None:
        """`says`: the form asks for words of one's own beside the name."""
        super().__init__(*args, **more)
        self.needs_words(says=says)

    def needs_words(self, *, says: bool) -> None:
        """Ask for an opinion where the form wants one, else not at all."""
        if says:
            self.fields["words"].required = True
        else:
            del self.fields["words"]


class PictureForm(SignForm):
    """A way of confirming that leaves a picture."""

    image = forms.FileField(label=_("图像"), error_messages={"required": _("请选择签名页的照片。")})

    def clean_image(self) -> Any:
        """Refuse what is far too large before it is stored."""
        image = self.cleaned_data["image"]
        if image.size > MOST_OF_A_PICTURE:
            raise forms.ValidationError(_("图像超过 20 MB，请缩小后重新上传。"))
        return image


class Strokes(forms.FileInput):
    """The file field that the script fills with what was drawn."""

    is_hidden = True

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: a browser would wait for somebody to choose a file they cannot see."""
        return False


class DrawForm(PictureForm):
    """Signed on the screen; the script puts the strokes into the file field."""

    image = forms.FileField(
        label=_("图像"),
        widget=Strokes(attrs={"hidden": True, "tabindex": "-1"}),
        error_messages={"required": _("还没有签名。请在签名区写下姓名。")},
    )

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the strokes is told above the form, since their field is not seen."""
        super().add_error(None if field == "image" else field, error)


class PhotographForm(PictureForm):
    """Signed on paper, and photographed."""

    image = forms.FileField(
        label=_("签名页的照片"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        error_messages={"required": _("请拍下或者选择签名页的照片。")},
    )
    field_order = ["slot", "who", "image", "words", "place"]


class RefusalForm(SignForm):
    """Somebody would not sign; a witness says so."""

    who = Line(label=_("拒绝签名的人"), max_length=120)
    words = prose(_("拒绝签名的理由"), help_text=_("没有说明理由的，写“未说明理由”。"))
    witness = Line(label=_("见证人"), max_length=120, help_text=_("在场见证的人，写明姓名和单位。"))
    field_order = ["slot", "who", "words", "witness", "place"]

    def needs_words(self, *, says: bool) -> None:
        """A refusal always says why."""


class SealForm(SignForm):
    """The seal, put on by the person it is entrusted to; its image is kept by the program."""

    who = Line(label=_("盖章的机关"), max_length=120)


class KeeperForm(forms.Form):
    """Who keeps a seal."""

    keeper = forms.ChoiceField(label=_("保管人"), error_messages={"required": _("请选择保管人。")})

    def __init__(self, *args: Any, keepers: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        """`keepers`: who may, as value and name."""
        super().__init__(*args, **more)
        field = cast("forms.ChoiceField", self.fields["keeper"])
        field.choices = [("", _("请选择")), *keepers]


class PassOnForm(KeeperForm):
    """A seal goes to another person."""


class NewSealForm(KeeperForm):
    """A seal is taken into use."""

    name = Line(label=_("印章名称"), max_length=80, help_text=_("例如：执法专用章。"))
    image = forms.FileField(
        label=_("印章图像"),
        help_text=_("PNG（背景透明为宜）或者 JPEG。"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": _("请选择印章图像。")},
    )
    field_order = ["name", "image", "keeper"]


class WordForm(forms.Form):
    """The word that the numbers of a kind of document bear in a year."""

    form = forms.ChoiceField(label=_("文书"), error_messages={"required": _("请选择文书。")})
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)
    word = Line(label=_("代字"), max_length=40, help_text=_("例如：粤交执罚。不写年份和“第”“号”。"))

    def __init__(self, *args: Any, year: int, **more: Any) -> None:
        """`year` is the one proposed."""
        super().__init__(*args, **more)
        self.fields["year"].initial = year
        numbered = [one for one in outside().law.forms().values() if one.numbered]
        field = cast("forms.ChoiceField", self.fields["form"])
        field.choices = [("", _("请选择")), *((one.document, one.title) for one in numbered)]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = Line(label=_("理由"), max_length=500, error_messages={"required": _("请写明理由。")})


FORMS: dict[str, type[SignForm]] = {
    SignedHow.DRAWN: DrawForm,
    SignedHow.PHOTOGRAPHED: PhotographForm,
    SignedHow.REFUSED: RefusalForm,
    SignedHow.SEALED: SealForm,
}
