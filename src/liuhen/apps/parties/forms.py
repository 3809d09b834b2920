"""The room's forms. They read what was typed; what may be is decided by the actions.

Which numbers are asked for follows from the kind of party. Of a registered party a form never holds a whole identity
number or telephone: a field left empty keeps what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.lawlib.queries import choices, kinds_of_role
from liuhen.apps.parties.inputs import NewParty, NewRecusal
from liuhen.apps.parties.queries import parties_of
from liuhen.apps.people.queries import people_of
from liuhen.core.forms.party_numbers import NUMBERS_OF, hidden, masked
from liuhen.core.terms.labels import NumberKind, PartyKind, RecusalWay

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.parties.models import Party

Choices = list[tuple[str, str]]
ASKED: dict[PartyKind, tuple[str, ...]] = {
    PartyKind.PERSON: ("sex", "birth", "telephone", "address", "post"),
    PartyKind.ORGANISATION: ("head", "telephone", "address"),
    PartyKind.VEHICLE: ("model",),
    PartyKind.VESSEL: ("model",),
}
"""What is asked of a kind besides role, name, numbers, whom it belongs to and a note."""
USUAL_ROLE = {
    PartyKind.PERSON: "party",
    PartyKind.ORGANISATION: "party",
    PartyKind.VEHICLE: "involved_vehicle",
    PartyKind.VESSEL: "involved_vessel",
}
NOTHING = "无"
"""Typed into a field whose value is hidden, it takes the value away."""


class Line(forms.CharField):
    """One line of text."""

    default_error_messages = {"required": _("请填写此项。"), "max_length": _("最多 %(limit_value)d 字。")}


class Words(Line):
    """Some sentences."""

    def __init__(self, *, rows: int = 3, **more: Any) -> None:
        """Give them a box of so many lines."""
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **more)


class Day(forms.DateField):
    """A day, as browsers ask for it."""

    default_error_messages = {"invalid": _("请填写日期，例如 1990-05-17。")}

    def __init__(self, **more: Any) -> None:
        """Use the browser's own control."""
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def one_of(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One of a list that is filled in when the form is made."""
    field = forms.ChoiceField(label=label, required=required, help_text=help_text)
    field.error_messages |= {"required": str(_("请选择。")), "invalid_choice": str(_("请从列表中选择。"))}
    return field


class PartyForm(forms.Form):
    """Register a party of one kind, or correct one (`standing`)."""

    role = one_of(_("身份"))
    name = Line(label=_("姓名"), max_length=120)
    sex = one_of(_("性别"), required=False)
    birth = Day(label=_("出生日期"), required=False)
    telephone = Line(label=_("联系电话"), max_length=30, required=False)
    head = Line(label=_("法定代表人（负责人）"), max_length=60, required=False)
    address = Line(label=_("住址"), max_length=200, required=False)
    post = Line(label=_("工作单位及职务"), max_length=120, required=False)
    model = Line(label=_("车（船）型"), max_length=60, required=False)
    of = one_of(_("所属或者所代理的当事人"), required=False)
    note = Words(label=_("备注"), max_length=2000, required=False)
    reason = Words(label=_("更正理由"), max_length=2000, rows=2)

    def __init__(self, kind: PartyKind, case: Case, *args: Any, standing: Party | None = None, **more: Any) -> None:
        """Ask what there is to know of the kind."""
        super().__init__(*args, **more)
        self.kind, self.case, self.standing = kind, case, standing
        others = [one for one in parties_of(case.pk) if not standing or one.pk not in standing.keys]
        self._name_fields()
        self._add_numbers()
        self._offer("role", [pair for pair in choices("party_roles") if kind.value in kinds_of_role(pair[0])])
        self._offer("sex", [("男", str(_("男"))), ("女", str(_("女")))])
        self._offer("of", [(str(one.pk), one.name) for one in others if one.kind in _OWNERS])
        self._leave_out(others)
        self._hide_standing()

    def _name_fields(self) -> None:
        things = {PartyKind.VESSEL: _("船名"), PartyKind.ORGANISATION: _("名称"), PartyKind.VEHICLE: _("车辆名称")}
        self.fields["name"].label = things.get(self.kind, _("姓名"))
        self.fields["name"].required = self.kind is not PartyKind.VEHICLE
        if self.kind is PartyKind.ORGANISATION:
            self.fields["address"].label = _("地址")

    def _add_numbers(self) -> None:
        for kind in NUMBERS_OF[self.kind]:
            self.fields[kind.value] = Line(label=_(kind.label), max_length=60, required=False)
        first = ["role", "name", *(kind.value for kind in NUMBERS_OF[self.kind])]
        self.order_fields([*first, *ASKED[self.kind], "of", "note", "reason"])

    def _offer(self, name: str, offered: Choices) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", _("请选择") if field.required else "——"), *offered]

    def _leave_out(self, others: list[Party]) -> None:
        """What this kind has not, and what there is nothing to choose from."""
        unasked = {name for names in ASKED.values() for name in names} - {*ASKED[self.kind]}
        if self.kind is PartyKind.VEHICLE:
            unasked.add("name")
        if not any(one.kind in _OWNERS for one in others):
            unasked.add("of")
        if self.standing is None:
            unasked.add("reason")
        for name in unasked:
            del self.fields[name]

    def _hide_standing(self) -> None:
        """Say what stands in a hidden field, with its middle left out, and how to keep or remove it."""
        if self.standing is None:
            return
        for name, text in _hidden_of(self.standing).items():
            if name in self.fields:
                words = (
                    _("现登记为 %(text)s。不更改的留空；要去掉的填“无”。")
                    if name != "birth"
                    else _("现登记为 %(text)s。不更改的留空。")
                )
                self.fields[name].help_text = words % {"text": text}

    def typed(self) -> NewParty:
        """What was typed; in hidden fields left empty, what stood there."""
        content: dict[str, Any] = {**self.cleaned_data}
        content.pop("reason", None)
        numbers = {kind: self._number(kind, content.pop(kind.value)) for kind in NUMBERS_OF[self.kind]}
        if "telephone" in content:
            content["telephone"] = self._kept("telephone", content["telephone"])
        if "birth" in content:
            content["birth"] = content["birth"] or self._standing_birth(numbers)
        owner = content.pop("of", "")
        return NewParty(kind=self.kind, numbers=numbers, of=int(owner) if owner else None, **content)

    def _number(self, kind: NumberKind, text: str) -> str:
        return self._kept(kind.value, text)

    def _standing_birth(self, numbers: Mapping[NumberKind, str]) -> date | None:
        """The day of birth as registered, unless another identity number tells another."""
        known = self.standing
        same = known and numbers.get(NumberKind.IDENTITY) == known.numbers_by_kind.get(NumberKind.IDENTITY, "")
        return known.birth if known and same else None

    def _kept(self, name: str, text: str) -> str:
        if self.standing is None or name not in _hidden_of(self.standing):
            return text
        if text.strip() == NOTHING:
            return ""
        return text or _whole_of(self.standing)[name]


_OWNERS = (PartyKind.PERSON.value, PartyKind.ORGANISATION.value)


def _whole_of(party: Party) -> dict[str, str]:
    return {kind.value: text for kind, text in party.numbers_by_kind.items()} | {"telephone": party.telephone}


def _hidden_of(party: Party) -> dict[str, str]:
    """The fields that show less than is registered, with what they show."""
    shown = {kind.value: masked(kind, text) for kind, text in party.numbers_by_kind.items()}
    shown["telephone"] = hidden(party.telephone)
    whole = _whole_of(party)
    if party.birth:
        shown["birth"], whole["birth"] = f"{party.birth.year}-**-**", party.birth.isoformat()
    return {name: text for name, text in shown.items() if text != whole[name]}


def standing_of(party: Party, parties: list[Party]) -> dict[str, Any]:
    """What a form to correct a party begins with; hidden fields begin empty."""
    names = ("role", "name", "sex", "address", "head", "post", "model", "note")
    held = {name: getattr(party, name) for name in names}
    held |= {name: text for name, text in _whole_of(party).items() if name not in _hidden_of(party)}
    owner = next((one for one in parties if party.of_id in one.keys), None)
    return held | {"of": str(owner.pk) if owner else ""}


class RecusalForm(forms.Form):
    """Register that somebody is to stay out of the case."""

    way = forms.ChoiceField(
        label=_("怎样提出"),
        widget=forms.RadioSelect,
        choices=[(one.value, _(one.label)) for one in RecusalWay],
        error_messages={"required": _("请选择。"), "invalid_choice": _("请从列表中选择。")},
    )
    person: Any = forms.ModelChoiceField(
        label=_("谁应当回避"),
        queryset=None,
        required=False,
        empty_label="——",
        error_messages={"invalid_choice": _("请从列表中选择。")},
    )
    name = Line(
        label=_("其他人员姓名"),
        max_length=120,
        required=False,
        help_text=_("检测、检验、鉴定人员和翻译人员不在列表中的，填写姓名。"),
    )
    asker = Line(label=_("申请人"), max_length=120, required=False, help_text=_("当事人或者代理人的姓名、名称。"))
    orally = forms.BooleanField(label=_("口头申请"), required=False)
    ground = one_of(_("回避情形"))
    reason = Words(label=_("理由"), max_length=2000, help_text=_("写明与本案、当事人或者代理人的关系。"))
    asked_at = forms.DateTimeField(
        label=_("申请时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("请填写时间。"), "invalid": _("请填写日期和时分，例如 2026-11-20 14:05。")},
    )

    def __init__(self, case: Case, *args: Any, **more: Any) -> None:
        """Offer the people of the agency."""
        super().__init__(*args, **more)
        self.fields["person"].queryset = people_of(case.agency)  # type: ignore[attr-defined]
        field = cast(forms.ChoiceField, self.fields["ground"])
        field.choices = [("", _("请选择")), *choices("recusal_grounds")]

    def typed(self) -> NewRecusal:
        """What was typed."""
        content = self.cleaned_data
        return NewRecusal(**{**content, "way": RecusalWay(content["way"])})


class HandlerForm(forms.Form):
    """Name somebody to handle the case."""

    person: Any = forms.ModelChoiceField(
        label=_("承办人"),
        queryset=None,
        empty_label="——",
        error_messages={"required": _("请选择。"), "invalid_choice": _("请从列表中选择。")},
    )

    def __init__(self, case: Case, *args: Any, **more: Any) -> None:
        """Offer the people of the agency who do not handle it yet."""
        super().__init__(*args, **more)
        handling = case.handlers.values("person")
        self.fields["person"].queryset = people_of(case.agency).exclude(pk__in=handling)  # type: ignore[attr-defined]
