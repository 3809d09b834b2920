"""Finds every code a duty uses, with the vocabulary list it belongs to, so that a misspelt code cannot hide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liuhen.core.lawbook.conditions import VOCABULARY_FACETS, Condition
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.needs import BanNeeds, InterruptionNeeds, KeepingNeeds, Needs, RegisterNeeds
from liuhen.core.lawbook.periods import Deadline, Period
from liuhen.core.terms.labels import DutyKind, SubjectKind

Use = tuple[str, str]
"""A vocabulary list and a code of it."""

_LISTS = {
    "documents": "documents",
    "matters": "matters",
    "sources": "sources",
    "not_sources": "sources",
    "lawful_causes": "causes",
    "contents": "contents",
    "elements": "contents",
    "causes": "causes",
    "stores": "stores",
    "staff": "staff",
    "roles": "roles",
    "recorder_staff": "staff",
    "functions": "functions",
    "checked": "check_items",
    "carried": "devices",
    "grounds": "grounds",
    "registers": "registers",
}
"""The fields of `needs` that hold codes, and the list of each."""


def codes_of(duty: AnyDuty) -> Iterator[Use]:
    """Every code the duty uses."""
    yield "roles", duty.owner
    if duty.mend:
        yield "actions", duty.mend.action
    for condition in _conditions(duty):
        yield from _of_condition(condition)
    for period in periods_of(duty):
        yield from _of_period(period)
    if duty.needs:
        yield from _of_needs(duty.needs, duty.kind)


def periods_of(duty: AnyDuty) -> Iterator[Period]:
    """Every period the duty states, alternatives included."""
    for deadline in (duty.deadline, duty.awaits, *_inner_deadlines(duty.needs)):
        if deadline:
            yield from deadline.periods()
    if isinstance(duty.needs, KeepingNeeds) and duty.needs.at_least:
        yield duty.needs.at_least
    if isinstance(duty.needs, RegisterNeeds) and duty.needs.every:
        yield duty.needs.every


def events_of(duty: AnyDuty) -> Iterator[tuple[str, SubjectKind]]:
    """Every event the duty names, with the kind of subject that must know it."""
    for period in periods_of(duty):
        yield period.from_, duty.subject
    if event := getattr(duty.needs, "event", None):
        yield event, duty.subject
    if duty.kind is DutyKind.UNINTERRUPTED_AV and duty.needs:
        for event in (*getattr(duty.needs, "from_", ()), *getattr(duty.needs, "to", ())):
            yield event, duty.subject


def _inner_deadlines(needs: Needs | None) -> Iterable[Deadline | None]:
    return [report.deadline for report in needs.not_resumed] if isinstance(needs, InterruptionNeeds) else []


def _conditions(duty: AnyDuty) -> Iterator[Condition]:
    if duty.when:
        yield from duty.when.walk()
    for excuse in duty.unless:
        yield from excuse.when.walk()
    for deadline in (duty.deadline, duty.awaits):
        for instead in deadline.instead if deadline else ():
            yield from instead.when.walk()
    if isinstance(duty.needs, BanNeeds):
        yield from duty.needs.forbidden.walk()


def _of_condition(condition: Condition) -> Iterator[Use]:
    for facet, codes in condition.facets():
        if facet in VOCABULARY_FACETS:
            yield from ((VOCABULARY_FACETS[facet], code) for code in codes)


def _of_period(period: Period) -> Iterator[Use]:
    if period.amount and period.amount.key:
        yield "numbers", period.amount.key
    if period.from_.startswith("milestone:"):
        yield "milestones", period.from_.removeprefix("milestone:")


def _of_needs(needs: Needs, kind: DutyKind) -> Iterator[Use]:
    for name in type(needs).model_fields:
        if name in _LISTS and kind is not DutyKind.APPROVAL_ROUTE:
            yield from ((_LISTS[name], code) for code in getattr(needs, name))
    if isinstance(needs, InterruptionNeeds):
        for report in needs.not_resumed:
            yield from (("reports", code) for code in report.reports)
            yield from (("roles", code) for code in report.to)
