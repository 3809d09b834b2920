"""Finds every code a duty uses, with the vocabulary list it belongs to, so that a misspelt code cannot hide."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from liuhen.core.lawbook.conditions import VOCABULARY_FACETS, Condition
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.periods import NAMED_EVENTS, Amount, Period
from liuhen.core.terms.labels import SubjectKind

Use = tuple[str, str]
"""A vocabulary list and a code of it."""

LISTS = {
    "action": "actions",
    "approval": "approvals",
    "approvals": "approvals",
    "carried": "devices",
    "causes": "causes",
    "checked": "check_items",
    "contents": "contents",
    "devices": "devices",
    "documents": "documents",
    "elements": "contents",
    "functions": "functions",
    "grounds": "grounds",
    "lapses": "effects",
    "lawful_causes": "causes",
    "matters": "matters",
    "milestones": "milestones",
    "not_sources": "sources",
    "owner": "roles",
    "passed": "approvals",
    "pauses": "situations",
    "publications": "publications",
    "qualification": "qualifications",
    "recorder_staff": "staff",
    "redacted": "redactions",
    "registers": "registers",
    "reports": "reports",
    "roles": "roles",
    "sources": "sources",
    "staff": "staff",
    "steps": "steps",
    "stores": "stores",
    "their_roles": "roles",
    "to": "roles",
    "topic": "topics",
    "where": "places",
}
"""The fields, anywhere in a duty, that hold codes, and the list of each."""

EVENT_FIELDS = frozenset({"from_", "ahead_of", "to", "event", "before"})
"""The fields that hold events. (`to` is an addressee in a report, and an event in a stretch of recording.)"""


def codes_of(duty: AnyDuty) -> Iterator[Use]:
    """Every code the duty uses."""
    for model in _models(duty):
        if isinstance(model, Condition):
            yield from (
                (VOCABULARY_FACETS[f], code) for f, codes in model.facets() if f in VOCABULARY_FACETS for code in codes
            )
        elif isinstance(model, Amount):
            yield from [("numbers", model.key)] if model.key else []
        else:
            yield from _codes_in(model)


def _codes_in(model: BaseModel) -> Iterator[Use]:
    of_events = "from_" in type(model).model_fields
    for name in type(model).model_fields:
        values = _texts(getattr(model, name))
        if name in EVENT_FIELDS and (of_events or name != "to"):
            for event in values:
                kind, _, code = event.partition(":")
                yield from [(NAMED_EVENTS[kind], code)] if code else []
        elif name in LISTS:
            yield from ((LISTS[name], code) for code in values)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


def _models(model: BaseModel) -> Iterator[BaseModel]:
    """The model and every model inside it."""
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from _models(part)


def periods_of(duty: AnyDuty) -> Iterator[Period]:
    """Every period the duty states, alternatives included."""
    yield from (model for model in _models(duty) if isinstance(model, Period))


def events_of(duty: AnyDuty) -> Iterator[tuple[str, SubjectKind]]:
    """Every event the duty names, with the kind of subject that must know it."""
    for model in _models(duty):
        of_events = "from_" in type(model).model_fields
        for name in sorted(EVENT_FIELDS & model.model_fields_set):  # a default that says nothing is no use of an event
            if of_events or name != "to":
                yield from ((event, duty.subject) for event in _texts(getattr(model, name)))
