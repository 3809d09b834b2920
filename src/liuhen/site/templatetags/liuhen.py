"""Template tags and filters that every page has without {% load %}. The words come from site/wording.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    ModelChoiceField,
    RadioSelect,
    Select,
)
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from liuhen.apps.lawlib.queries import short_title, term
from liuhen.core import sizes
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.terms.labels import CoverageKind, DutyKind, MarkKind, Medium, Modality, Stage, State, SubjectKind, Term
from liuhen.core.terms.verdict import Reason
from liuhen.site import reasons, wording

register = template.Library()

STATE_ICONS = {
    State.MET: "circle-check",
    State.OPEN: "clock",
    State.OVERDUE: "alert-triangle",
    State.LATE: "clock-exclamation",
    State.BREACHED: "circle-x",
    State.EXCUSED: "shield-check",
    State.NEEDS_PERSON: "user-question",
    State.CONFLICT: "scale",
    State.ADVISED: "info-circle",
}
DASHES = ModelChoiceField(queryset=None).empty_label
STILL_RUNNING = {State.OPEN, State.OVERDUE, State.BREACHED, State.NEEDS_PERSON, State.CONFLICT}
RELATIONS = {
    "based_on": "制定依据",
    "special_to": "是其特别规定：",
    "repeals": "废止了",
    "repealed_by": "被废止于",
}
CLOSED_LISTS: dict[str, type[Term]] = {
    "state": State,
    "stage": Stage,
    "modality": Modality,
    "duty_kind": DutyKind,
    "coverage": CoverageKind,
    "medium": Medium,
    "mark_kind": MarkKind,
    "subject": SubjectKind,
}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of the sprite; hidden from screen readers unless it has a label."""
    return _drawn(name, str(label), css)


@lru_cache(maxsize=2048)
def _drawn(name: str, label: str, css: str) -> SafeString:
    """A page draws hundreds. The words are escaped always: safe and unsafe text are the same key."""
    hidden = format_html('role="img" aria-label="{}"', escape(label)) if label else mark_safe('aria-hidden="true"')
    where = f"{static('vendor/icons.svg')}#{name}"
    return format_html('<svg class="lh-icon {}" {}><use href="{}"></use></svg>', escape(css), hidden, where)


@register.simple_tag
def state(value: str) -> SafeString:
    """Show where an obligation stands: word, icon and colour."""
    kind = State(value)
    drawing = icon(STATE_ICONS[kind])
    return format_html('<span class="lh-state lh-state-{}">{}{}</span>', kind.value, drawing, gettext(kind.label))


@register.filter
def awaits_someone(value: str) -> bool:
    """Whether somebody still has to act on an obligation in this state, so that its due time matters."""
    return State(value) in STILL_RUNNING


@register.filter
def term_label(value: str, name: str) -> str:
    """Name a value of a closed list of the house: {{ o.modality|term_label:"modality" }}."""
    return gettext(CLOSED_LISTS[name](value).label)


@register.simple_tag
def label_of(code: str, vocabulary: str) -> str:
    """Name a code of law/_vocabulary/<vocabulary>.yaml; an unknown code is shown as it is."""
    return term(vocabulary, code)


@register.filter
def labels(codes: list[str], vocabulary: str) -> str:
    """Name several codes of a vocabulary, joined by 、."""
    return "、".join(term(vocabulary, code) for code in codes)


@register.simple_tag
def article(text: str, number: int, item_label: str = "", item_position: int | None = None) -> SafeString:
    """Cite an article as a chip that leads to it."""
    words = wording.citation(number, item_label, item_position)
    inside = format_html('<span class="lh-chip-text">{}</span> {}', short_title(text), words)
    if where := _article_page(text, number):
        return format_html('<a class="lh-chip" href="{}">{}</a>', where, inside)
    return format_html('<span class="lh-chip">{}</span>', inside)


@lru_cache(maxsize=4096)
def _article_page(text: str, number: int) -> str:
    """The address of an article; empty for a text that has none."""
    try:
        return reverse("lawlib:article", args=[text, number])
    except NoReverseMatch:
        return ""


@register.simple_tag
def reason_tree(reason: Mapping[str, Any] | Reason) -> SafeString:
    """Show why an obligation stands as it does, with the reasons of the reason; a page of a case has thousands."""
    return mark_safe(reasons.tree(reason, icon))  # noqa: S308 - escaped there


@register.simple_tag(takes_context=True)
def due(context: Context, moment: datetime | None) -> SafeString:
    """Say how far away a due moment is, with the exact moment on hover; nothing for no due time."""
    if moment is None:
        return SafeString("")
    now = context["now"]
    tone = _tone(moment - now)
    return format_html(
        '<time class="lh-due lh-due-{}" datetime="{}" title="{}">{}</time>',
        tone,
        moment.isoformat(),
        gettext("期限 %(moment)s") % {"moment": wording.exact(moment)},
        wording.due_words(moment, now),
    )


def _tone(left: timedelta) -> str:
    if left < timedelta(0):
        return "over"
    return "soon" if left < timedelta(days=1) else "later"


@register.filter
def article_words(number: int) -> str:
    """Name an article as the statute book does: 第二十九条."""
    return wording.citation(number)


@register.filter
def chinese(number: int) -> str:
    """Write a number in the numerals of the statute book: 二十九; in digits for English readers."""
    return wording.numbered(number)


@register.filter
def of(key: str, table: Mapping[str, object]) -> object:
    """Look a key up in a table of the page; nothing when it is not there."""
    return table.get(key, "")


@register.filter
def relation_words(kind: str) -> str:
    """Say how a text stands to another."""
    return gettext(RELATIONS[kind])


@register.filter
def item_words(duty: AnyDuty) -> str:
    """Name the article and item of a duty."""
    item = duty.item
    return wording.citation(duty.article, item.label if item else "", item.position if item else None)


@register.filter
def exact(moment: datetime | None) -> SafeString:
    """Write a moment out: 2026年11月20日 14:05; a dash for none."""
    return _time(moment, wording.exact(moment)) if moment else mark_safe("—")


@register.filter
def exact_seconds(moment: datetime | None) -> SafeString:
    """Write a moment out to the second."""
    return _time(moment, wording.exact(moment, seconds=True)) if moment else mark_safe("—")


@register.filter
def clock_time(moment: datetime | None) -> SafeString:
    """Write the time of day only: 14:05:09, with the full moment on hover."""
    return _time(moment, wording.clock_time(moment)) if moment else mark_safe("—")


@register.filter
def day(moment: datetime | None) -> SafeString:
    """Write the date only: 2026年11月20日."""
    return _time(moment, wording.day(moment)) if moment else mark_safe("—")


def _time(moment: datetime, words: str) -> SafeString:
    hint = wording.exact(moment, seconds=True)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), hint, words)


@register.filter
def running_time(milliseconds: int | None) -> str:
    """Write the length of a recording: 1:02:09."""
    return "—" if milliseconds is None else wording.running_time(milliseconds)


@register.filter
def seconds_words(milliseconds: int) -> str:
    """Write an error bar: 0.4 秒, 12 秒, 5 分, 3 小时 12 分."""
    if milliseconds >= 60_000:
        return wording.stretch(timedelta(milliseconds=milliseconds))
    return gettext("%(n)s 秒") % {"n": f"{milliseconds / 1000:.{0 if milliseconds >= 10_000 else 1}f}"}


@register.filter
def times(hundredths: int) -> str:
    """Write a speed given in hundredths: 200 is 2, 150 is 1.5."""
    return f"{hundredths / 100:g}"


@register.filter
def stretch(span: timedelta) -> str:
    """Write a stretch of time in words: 3 小时 12 分."""
    return wording.stretch(span)


@register.filter
def size_words(octets: int | None) -> str:
    """Write a number of bytes: 1.8 GB."""
    return "—" if octets is None else sizes.size_words(octets)


@register.filter
def masked(value: str) -> str:
    """Hide the middle of an identity number, phone or name."""
    return wording.masked(value or "")


@register.simple_tag
def digest(value: str, algorithm: str = "SHA-256") -> SafeString:
    """Show the ends of a digest, the whole on hover, and a button that copies it."""
    if not value:
        return mark_safe("—")
    copy = gettext("复制 %(algorithm)s") % {"algorithm": algorithm}
    return format_html(
        '<span class="lh-digest"><code title="{} {}">{}…{}</code>'
        '<button type="button" class="lh-copy" data-copy="{}" aria-label="{}" title="{}">{}</button></span>',
        *(algorithm, value, value[:8], value[-8:], value, copy, copy, icon("copy")),
    )


@register.simple_tag
def coverage_bar(spans: Sequence[Mapping[str, Any]], duration: int) -> SafeString:
    """Draw a step's coverage: spans with `from` and `to` in ms, `kind` and `label`; the labels are read out."""
    told = "；".join(str(span["label"]) for span in spans) or gettext("没有音像记录")
    drawn = format_html_join(
        "",
        '<span class="lh-span-{}" style="left:{}%;width:{}%" title="{}"></span>',
        (
            (
                span["kind"],
                _percent(span["from"], duration),
                _percent(span["to"] - span["from"], duration),
                span["label"],
            )
            for span in spans
        ),
    )
    return format_html('<span class="lh-coverage" role="img" aria-label="{}">{}</span>', told, drawn)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole > 0 else "0"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw a form control with its class, and its help and error tied to it for screen readers."""
    if isinstance(field.field, ModelChoiceField) and field.field.empty_label == DASHES:
        field.field.empty_label = gettext("请选择")
    told = [f"{field.auto_id}-help"] if field.help_text else []
    attrs: dict[str, Any] = {"class": _control_class(field)}
    if field.errors:
        told.append(f"{field.auto_id}-error")
        attrs |= {"aria-invalid": "true", "class": attrs["class"] + " is-invalid"}
    if told:
        attrs["aria-describedby"] = " ".join(told)
    return field.as_widget(attrs=attrs)


def _control_class(field: BoundField) -> str:
    match field.field.widget:
        case CheckboxSelectMultiple() | RadioSelect():
            return ""
        case CheckboxInput():
            return "form-check-input"
        case FileInput():
            return "form-control"
        case Select():
            return "form-select"
    return "form-control"


@register.filter
def is_checks(field: BoundField) -> bool:
    """Whether a field is a group of boxes or buttons to tick, which needs a legend instead of a label."""
    return isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect)


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether a field is a single box to tick, which stands before its label."""
    return isinstance(field.field.widget, CheckboxInput)
