"""The room's forms: they turn what is typed into what actions take; rules are the actions' business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liuhen.apps.lawlib.queries import choices
from liuhen.apps.people.queries import heads_of, people_of
from liuhen.core.terms.labels import Stage

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

Choices = list[tuple[str, str]]
MAX_PDF = 100 << 20
"""Bytes of one document's PDF; larger ones are recordings or belong on several sheets."""


class Moment(forms.DateTimeField):
    """A moment, to the second, in Chinese civil time."""

    default_error_messages = {"required": _("请填写时间。"), "invalid": _("请填写日期和时分，例如 2026-11-20 14:05。")}

    def __init__(self, label: Any, *, required: bool = True, help_text: Any = "") -> None:
        """Use the browser's own control for date and time."""
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
        super().__init__(label=label, required=required, help_text=help_text, widget=widget)


class Line(forms.CharField):
    """One line of text."""

    default_error_messages = {"required": _("请填写此项。"), "max_length": _("最多 %(limit_value)d 字。")}


def codes(label: Any, *, help_text: Any = "") -> forms.MultipleChoiceField:
    """Several words of the vocabulary to tick; the words are filled in when the form is made."""
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def code(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One word of the vocabulary."""
    field = forms.ChoiceField(label=label, required=required, help_text=help_text)
    field.error_messages |= {"required": str(_("请选择。")), "invalid_choice": str(_("请从列表中选择。"))}
    return field


def nobody() -> Any:
    """No person yet."""
    return get_user_model()._default_manager.none()


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several people to tick; who is on offer is filled in when the form is made."""

    def __init__(self, **more: Any) -> None:
        """Offer nobody yet."""
        super().__init__(queryset=nobody(), widget=forms.CheckboxSelectMultiple, **more)


class OnePerson(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One person to choose."""

    def __init__(self, **more: Any) -> None:
        """Offer nobody yet."""
        super().__init__(queryset=nobody(), empty_label="——", **more)


class RoomForm(forms.Form):
    """A form of one case; `vocabulary` names the list each field offers."""

    vocabulary: dict[str, str] = {}
    folded: frozenset[str] = frozenset()
    """Long lists that are shown folded until something in them is ticked."""

    def __init__(self, *args: Any, case: Case | None = None, person: Person | None = None, **more: Any) -> None:
        """Fill in the words on offer, then what depends on the case and the person."""
        super().__init__(*args, **more)
        self._case, self._person = case, person
        for name, words in self.vocabulary.items():
            self.offer(name, choices(words))
        self.fill()

    @property
    def case(self) -> Case:
        """The case the form belongs to."""
        if self._case is None:
            raise TypeError(f"{type(self).__name__} is made with a case")
        return self._case

    @property
    def person(self) -> Person:
        """Who fills it in."""
        if self._person is None:
            raise TypeError(f"{type(self).__name__} is made with a person")
        return self._person

    def offer(self, name: str, offered: Choices) -> None:
        """Put choices into a field; a single choice starts with none, so that nothing is chosen by accident."""
        field = cast(forms.ChoiceField, self.fields[name])
        several = isinstance(field, forms.MultipleChoiceField)
        nothing = ("", _("请选择") if field.required else "——")
        field.choices = offered if several else [nothing, *offered]

    @property
    def open_folds(self) -> set[str]:
        """The folded lists in which something is ticked or wrong."""
        return {name for name in self.folded if name in self.fields and (self[name].value() or self[name].errors)}

    def fill(self) -> None:
        """Fill in what depends on the case."""

    def put_first(self, name: str, first: Iterable[str]) -> None:
        """Bring the codes a mend asks for to the top of the list, leaving the others below."""
        field = cast(forms.ChoiceField, self.fields[name])
        wanted = list(first)
        offered: Choices = [(str(value), str(label)) for value, label in field.choices]  # type: ignore[union-attr, misc]
        field.choices = sorted(offered, key=lambda pair: wanted.index(pair[0]) if pair[0] in wanted else len(wanted))


class TimesForm(RoomForm):
    """The times of a step."""

    start = Moment(_("开始时间"))
    end = Moment(_("结束时间"), required=False)
    arrival = Moment(_("到达现场"), required=False, help_text=_("全过程无间断音像记录自到达现场时起算。"))
    departure = Moment(_("离开现场"), required=False)
    returned_at = Moment(_("返回单位"), required=False, help_text=_("确实无法及时入库的，入库期限自返回单位时起算。"))


class CorrectTimesForm(TimesForm):
    """Correct the times of a step."""

    reason = Line(label=_("更正理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class StepForm(TimesForm):
    """Register a step."""

    ROLES = ("presiding_officer", "clerk")
    """Who takes part in a capacity of their own (vocabulary `roles`); each is chosen in the field of that name."""
    folded = frozenset({"features", "circumstances", "matters"})
    vocabulary = {"kind": "steps", "features": "features", "circumstances": "circumstances", "matters": "matters"}
    kind = code(_("环节"))
    stage = code(_("阶段"))
    act = code(_("所属执法行为"), required=False)
    place = Line(label=_("地点"), max_length=200, required=False)
    people = People(
        label=_("参加人员"), error_messages={"required": _("请选择参加这一环节的执法人员，一般不少于两人。")},
    )  # fmt: skip
    presiding_officer = OnePerson(
        label=_("听证主持人"), required=False, help_text=_("只在听证环节填写，不能是本案调查人员。")
    )
    clerk = OnePerson(label=_("记录员"), required=False, help_text=_("另有专人记录的，例如听证记录员。"))
    features = codes(_("直接涉及"))
    circumstances = codes(_("及时入库确有困难的情况"))
    matters = codes(_("发生的事项"), help_text=_("实际发生了什么，决定应当记录什么。"))
    field_order = [
        "kind",
        "stage",
        "act",
        "place",
        "people",
        "presiding_officer",
        "clerk",
        "start",
        "end",
        "arrival",
        "departure",
        "returned_at",
    ]

    def fill(self) -> None:
        """Offer stages, the acts of the case and the people of its agency."""
        self.offer("stage", [(stage.value, str(_(stage.label))) for stage in Stage])
        names = dict(choices("acts"))
        self.offer("act", [(str(act.pk), names.get(act.kind, act.kind)) for act in self.case.acts.all()])
        near = Q(unit=self.case.unit_id) | Q(handles__case=self.case)
        everybody = people_of(self.case.agency)
        self.fields["people"].queryset = everybody.filter(near).distinct()  # type: ignore[attr-defined]
        for name in self.ROLES:
            self.fields[name].queryset = everybody  # type: ignore[attr-defined]


class PeopleForm(RoomForm):
    """Add people to a step."""

    vocabulary = {"role": "roles", "staff": "staff"}
    people = People(
        label=_("人员"), error_messages={"required": _("请选择人员。")},
    )  # fmt: skip
    role = code(_("在环节中的身份"))
    staff = code(_("人员类别"))

    def fill(self) -> None:
        """Offer the people of the agency."""
        self.fields["people"].queryset = people_of(self.case.agency)  # type: ignore[attr-defined]


class MattersForm(RoomForm):
    """Add matters to a step."""

    vocabulary = {"matters": "matters"}
    matters = codes(_("发生的事项"))


class OfStepForm(RoomForm):
    """A form that may name a step of the case."""

    def steps(self) -> Choices:
        """The steps of the case, by time."""
        names = dict(choices("steps"))
        steps = self.case.steps.order_by("start", "pk")
        return [(str(step.pk), f"{names.get(step.kind, step.kind)} {_local(step.start)}") for step in steps]


class DocumentForm(OfStepForm):
    """Register a document."""

    folded = frozenset({"matters"})
    vocabulary = {"kind": "documents", "matters": "matters"}
    kind = code(_("文书"))
    made_at = Moment(_("制作时间"))
    step = code(_("所属环节"), required=False)
    file = forms.FileField(label=_("PDF 文件"), required=False, help_text=_("没有扫描件的，先登记纸质文书。"))
    matters = codes(_("另外记载的事项"), help_text=_("文书式样本身载明的事项不必重复勾选。"))
    about = codes(_("所说明的音像记录"), help_text=_("制作文字说明材料时，勾选它所说明的音像记录。"))
    used_as_evidence = forms.BooleanField(label=_("作为证据使用"), required=False)

    def fill(self) -> None:
        """Offer the steps; recordings are offered when the form is opened to mend something about one."""
        self.offer("step", self.steps())
        del self.fields["about"]

    def explain(self, things: Choices) -> None:
        """Offer the things this document may be about, all ticked unless something was sent in."""
        if things:
            self.fields["about"] = codes(_("所说明的音像记录"))
            self.offer("about", things)
            self.fields["about"].initial = [value for value, _label in things]

    def clean_file(self) -> Any:
        """Refuse what is far too large before it is stored."""
        file = self.cleaned_data.get("file")
        if file and file.size > MAX_PDF:
            raise forms.ValidationError(_("文件超过 100 MB，请压缩扫描件后重新上传。"))
        return file


class InterruptionForm(OfStepForm):
    """Report a break in recording."""

    vocabulary = {"cause": "causes"}
    step = code(_("环节"))
    start = Moment(_("中止时间"))
    cause = code(_("中止原因"))
    end = Moment(_("恢复时间"), required=False, help_text=_("没有恢复的，留空，并立即向负责人报告。"))

    def fill(self) -> None:
        """Offer the steps."""
        self.offer("step", self.steps())


class MomentForm(RoomForm):
    """State one moment."""

    at = Moment(_("时间"))


class ReportForm(RoomForm):
    """Report to the head, or explain in writing."""

    vocabulary = {"kind": "reports"}
    kind = code(_("种类"))
    about = code(_("关于"))
    at = Moment(_("时间"))
    to = OnePerson(label=_("向谁报告"), required=False)
    text = forms.CharField(
        label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("书面说明应当写明中止的时间、原因、经过和补救情况。"),
    )  # fmt: skip

    def fill(self) -> None:
        """Offer the things of the case and the heads of its agency."""
        self.offer("about", things_of(self.case))
        heads = heads_of(self.case.unit) | people_of(self.case.agency).filter(grants__role="custodian")
        self.fields["to"].queryset = heads.distinct()  # type: ignore[attr-defined]


class SituationForm(RoomForm):
    """Register a situation."""

    vocabulary = {"kind": "situations"}
    kind = code(_("情形"))
    since = Moment(_("发生时间"))
    until = Moment(
        _("结束时间"), required=False, help_text=_("已经结束的才填。检测、听证等期间不计入期限，结束后期限接着计算。")
    )
    about = code(_("关于"), help_text=_("影响整个案件的，选本案。"))
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def fill(self) -> None:
        """Offer the things of the case."""
        self.offer("about", things_of(self.case))


class SituationEndForm(RoomForm):
    """Register when a situation ended."""

    until = Moment(_("结束时间"), help_text=_("在这一期间不计算的期限，从结束之后接着计算。"))
    reason = Line(
        label=_("更正的理由"), required=False, max_length=400, help_text=_("已登记过结束时间的，写明为什么更正。")
    )


class MilestoneForm(MomentForm):
    """Register a milestone, or archive."""

    kind = code(_("节点"))
    field_order = ["kind", "at"]

    def fill(self) -> None:
        """Offer those not reached yet."""
        reached = set(self.case.milestones.values_list("kind", flat=True))
        self.offer("kind", [pair for pair in choices("milestones") if pair[0] not in reached])


def things_of(case: Case) -> Choices:
    """What a report or situation of the case may be about: the case, its steps and its interruptions."""
    steps, causes = dict(choices("steps")), dict(choices("causes"))
    things: Choices = [(f"case:{case.pk}", str(_("本案")))]
    for step in case.steps.prefetch_related("interruptions").order_by("start", "pk"):
        name = f"{steps.get(step.kind, step.kind)} {_local(step.start)}"
        things.append((f"step:{step.pk}", name))
        for found in step.interruptions.all():
            cause = causes.get(found.cause, found.cause)
            things.append((f"interruption:{found.pk}", str(_("中止记录：")) + f"{cause} {_local(found.start)}"))
    return things


def _local(moment: Any) -> str:
    from django.utils.timezone import localtime

    return localtime(moment).strftime("%m-%d %H:%M")
