"""The room's forms: they turn what is typed into what actions take; rules are the actions' business."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from liuhen.apps.goods.inputs import NewMovement, Taking, Words
from liuhen.apps.goods.kinds import all_measures
from liuhen.apps.goods.queries import keepers_of, officers_of_case
from liuhen.apps.lawlib.queries import CHINA, term

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.core.goods import MovementKind

_MUST = _("请填写此项。")
_CHOOSE = _("请选择。")


class Moment(forms.DateTimeField):
    """A moment to the minute, in Chinese civil time."""

    default_error_messages = {"required": _("请填写时间。"), "invalid": _("请填写日期和时分，例如 2026-11-20 14:05。")}

    def __init__(self, label: Any) -> None:
        """Use the browser's own control for date and time."""
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(label=label, widget=widget)


class Line(forms.CharField):
    """One line of text."""

    default_error_messages = {"required": _MUST, "max_length": _("最多 %(limit_value)d 字。")}


def _amount(label: Any, digits: int, places: int) -> Any:
    found = forms.DecimalField(label=label, max_digits=digits, decimal_places=places, min_value=0)
    found.error_messages |= {"required": str(_MUST), "invalid": str(_("请填写数字。"))}
    return found


class TakingForm(forms.Form):
    """How goods came in."""

    measure = forms.ChoiceField(label=_("到案方式"))
    step = forms.TypedChoiceField(label=_("提取财物的环节"), required=False, coerce=int, empty_value=None)
    document = forms.TypedChoiceField(
        label=_("列明财物的文书"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("选了决定书、清单等文书，才算把文书和财物情况送交管理人员登记。"),
    )
    at = Moment(_("提取时间"))
    place = Line(label=_("现在放在哪里"), max_length=200)

    def __init__(self, case: Case, data: Any = None, **more: Any) -> None:
        """Offer the words of the vocabulary, the steps and the documents of the case."""
        super().__init__(data, **more)
        _offer(self, "measure", [(one.code, one.label) for one in all_measures().values()])
        _offer(self, "step", [step_choice(step) for step in case.steps.order_by("-start", "-pk")])
        _offer(self, "document", [document_choice(one) for one in case.documents.order_by("-made_at", "-pk")])

    def typed(self) -> Taking:
        """What was typed."""
        return Taking(**self.cleaned_data)


class WordsForm(forms.Form):
    """What a thing is."""

    name = Line(label=_("财物名称"), max_length=120)
    specification = Line(label=_("规格型号"), max_length=120, required=False)
    quantity = _amount(_("数量"), 12, 3)
    unit = Line(label=_("单位"), max_length=20)
    condition = Line(label=_("保管状态"), max_length=300)
    owner = Line(label=_("归属人或者单位"), max_length=120)
    remark = Line(label=_("备注"), max_length=1000, required=False)

    def typed(self) -> Words:
        """What was typed."""
        return Words(**self.cleaned_data)

    @property
    def untouched(self) -> bool:
        """Whether nothing says which thing it would be: such a row is left out."""
        return not any(str(self[name].value() or "").strip() for name in ("name", "specification", "quantity"))


class CorrectForm(WordsForm):
    """What a thing is, said anew, and why."""

    reason = Line(label=_("更正的理由"), max_length=500)


class ThingsForm:
    """Rows of things on one page; empty ones are left out, and at least one stays."""

    def __init__(self, data: Any, rows: Sequence[dict[str, Any]], owner: str) -> None:
        """`data` is what was sent, or nothing: then these rows are shown. Asked for `more`, nothing is judged yet."""
        blank = {"owner": owner}
        if data is None:
            self.rows = [WordsForm(prefix=f"t{place}", initial=row) for place, row in enumerate([*rows] or [blank])]
        else:
            sent = range(min(max(_rows_sent(data), 1), MOST_ROWS))
            self.rows = [WordsForm(data, prefix=f"t{place}") for place in sent]
        if data is not None and "more" in data:
            said = [{name: row[name].value() for name in row.fields} for row in self.rows]
            self.rows = [WordsForm(prefix=f"t{place}", initial=row) for place, row in enumerate([*said, blank])]

    @property
    def count(self) -> int:
        """How many rows the page has."""
        return len(self.rows)

    def is_valid(self) -> bool:
        """Whether every row that says something says it in full; a page of empty rows is asked for its first."""
        said = self._said() or self.rows[:1]
        return all([row.is_valid() for row in said])

    def typed(self) -> list[Words]:
        """The things of a valid page."""
        return [row.typed() for row in self._said()]

    def _said(self) -> list[WordsForm]:
        return [row for row in self.rows if not row.untouched]


MOST_ROWS = 100


def _rows_sent(data: Any) -> int:
    text = str(data.get("rows", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


class MovementForm(forms.Form):
    """What became of some things: the fields its kind needs."""

    items = forms.TypedMultipleChoiceField(label=_("财物"), coerce=int, widget=forms.CheckboxSelectMultiple)
    at = Moment(_("时间"))
    document = forms.TypedChoiceField(label=_("所依据的文书"), required=False, coerce=int, empty_value=None)
    step = forms.TypedChoiceField(label=_("所在环节"), coerce=int, empty_value=None)
    handed_by: Any = forms.ModelChoiceField(label=_("移交人"), queryset=None, required=False, empty_label="——")
    keeper: Any = forms.ModelChoiceField(label=_("接收的管理人员"), queryset=None, empty_label=None)
    receiver = Line(label=_("接收人或者单位"), max_length=120)
    place = Line(label=_("保管场所"), max_length=200)
    amount = _amount(_("价款（元）"), 14, 2)
    note = Line(label=_("说明"), max_length=1000, required=False)

    def __init__(self, case: Case, kind: MovementKind, offer: Offer, data: Any = None, **more: Any) -> None:
        """Keep what this kind needs, and offer what the case has of it."""
        super().__init__(data, **more)
        self.fields["items"].error_messages["required"] = str(_("请选择财物。"))
        _tick(self, "items", offer.items)
        _offer(self, "document", [document_choice(one) for one in offer.documents])
        self.fields["document"].required = offer.document_needed
        _offer(self, "step", [step_choice(one) for one in offer.steps])
        cast(Any, self.fields["handed_by"]).queryset = officers_of_case(case)
        cast(Any, self.fields["keeper"]).queryset = keepers_of(case)
        for name in _left_out(kind, offer):
            del self.fields[name]

    def typed(self, kind: str) -> NewMovement:
        """What was typed; `items` are asked for apart."""
        content = {name: value for name, value in self.cleaned_data.items() if name != "items"}
        return NewMovement(kind=kind, **content)


class Offer:
    """What a case has for a movement: the things that may be moved so, and the documents and steps that allow it."""

    def __init__(
        self, items: Sequence[tuple[int, str]], documents: Iterable[Document], steps: Iterable[Step], *, needed: bool
    ) -> None:
        self.items = items
        self.documents = [*documents]
        self.steps = [*steps]
        self.document_needed = needed


def _left_out(kind: MovementKind, offer: Offer) -> Collection[str]:
    asked = {"place", "keeper", "receiver", "amount"} & kind.needs
    if "keeper" in kind.needs:
        asked.add("handed_by")
    if kind.steps:
        asked.add("step")
    if offer.document_needed or offer.documents:
        asked.add("document")
    return {"place", "keeper", "handed_by", "receiver", "amount", "step", "document"} - asked


def _offer(form: forms.Form, name: str, offered: Sequence[tuple[Any, str]]) -> None:
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = [("", _("请选择") if field.required else "——"), *offered]
    field.error_messages |= {"required": str(_CHOOSE), "invalid_choice": str(_("请从列表中选择。"))}


def _tick(form: forms.Form, name: str, offered: Sequence[tuple[Any, str]]) -> None:
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = offered
    field.error_messages |= {"invalid_choice": str(_("请从列表中选择。"))}


def step_choice(step: Step) -> tuple[int, str]:
    """A step as a list offers it."""
    return step.pk, f"{term('steps', step.kind)}　{_said(step.start)}"


def document_choice(document: Document) -> tuple[int, str]:
    """A document as a list offers it."""
    return document.pk, f"{term('documents', document.kind)}　{_said(document.made_at)}"


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
