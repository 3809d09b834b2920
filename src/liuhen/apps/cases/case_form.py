"""The form a case is opened with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from liuhen.apps.cases.forms import Line, People, RoomForm, code, codes
from liuhen.apps.cases.queries import suggest_number
from liuhen.apps.people.queries import officers_of
from liuhen.core.terms.labels import PartyKind
from liuhen.ports.outside import outside


class Proposed(forms.TextInput):
    """The number that was proposed, unseen; unlike a hidden field it is put back with what was typed (drafts.js)."""

    is_hidden = True

    def __init__(self) -> None:
        """Out of sight and out of the order of the keys; the script asks for another where `data-next-number` says."""
        next_number = reverse_lazy("cases:next-number")
        super().__init__({"hidden": True, "tabindex": "-1", "autocomplete": "off", "data-next-number": next_number})


class CaseForm(RoomForm):
    """Open a case. `suggested` is the number the page proposed: left as it is, it follows the kind that was chosen."""

    folded = frozenset({"features"})
    vocabulary = {"procedure": "procedures", "origin": "origins", "acts": "acts", "features": "features"}
    number = Line(
        label=_("案号"), max_length=80,
        help_text=_("按程序和执法行为建议，可以改写；以后的同类案件接着所写的编号。"),
    )  # fmt: skip
    suggested = forms.CharField(required=False, max_length=80, widget=Proposed)
    cause = Line(label=_("案由"), max_length=200)
    party = Line(label=_("当事人"), max_length=120)
    party_kind = code(_("当事人类型"), required=False)
    party_number = Line(
        label=_("证件号码"), max_length=40, required=False,
        help_text=_("自然人填写公民身份号码，单位填写统一社会信用代码；没有查明的先留空，以后在“当事人”中补登。"),
    )  # fmt: skip
    plate = Line(label=_("车牌号"), max_length=20, required=False)
    procedure = code(_("程序"))
    origin = code(_("启动方式"))
    acts = codes(_("执法行为"), help_text=_("决定哪些条文适用于本案，可以多选。"))
    features = codes(
        _("案件特征"), help_text=_("直接涉及人身自由、生命健康、重大财产权益的，应当全过程无间断音像记录。")
    )
    handlers = People(
        label=_("共同承办人"), required=False, help_text=_("登记人自动成为承办人。"),
    )  # fmt: skip

    def fill(self) -> None:
        """Offer the officers of the person's own agency."""
        self.offer("party_kind", [(one.value, str(_(one.label))) for one in (PartyKind.PERSON, PartyKind.ORGANISATION)])
        others = officers_of(self.person.agency).filter(unit=self.person.unit_id).exclude(pk=self.person.pk)
        self.fields["handlers"].queryset = others  # type: ignore[attr-defined]
        if not self.is_bound:
            kind = self.initial
            number = self.next_number(procedure=kind.get("procedure", ""), acts=kind.get("acts", ()))
            self.initial = {"number": number, "suggested": number, **self.initial}

    def next_number(self, *, procedure: str, acts: Iterable[str]) -> str:
        """The number proposed for a case of this kind."""
        return suggest_number(self.person.agency, outside().clock.now(), procedure=procedure, acts=[*acts])

    def clean(self) -> dict[str, Any]:
        """A number nobody typed is that of the kind chosen in the end."""
        said = super().clean() or self.cleaned_data
        if said.pop("suggested", "") == said.get("number") and {"procedure", "acts"} <= said.keys():
            said["number"] = self.next_number(procedure=said["procedure"], acts=said["acts"])
        return said
