"""The events of a subject: how each is read, and what people call it."""

from __future__ import annotations

from datetime import datetime, time

from liuhen.core.deadlines.units import CHINA
from liuhen.core.duties.happenings import EventReader, named_event
from liuhen.core.duties.scope import EVENTS, KEPT_FROM
from liuhen.core.duties.words import EVENT_WORDS, NAMED_EVENT_WORDS
from liuhen.core.lawbook.periods import NAMED_EVENTS
from liuhen.core.lawbook.text import LawText


def event_reader(name: str, law: LawText, *, planned: bool = False, keeping: bool = False) -> EventReader:
    """Reads an event: of the subject, one written NAME:CODE, or the first day of the text itself.

    `planned`: a step that has not begun yet counts with the time set for it (for what is due before it). A time known
    within an error bar is read at its safe end: at the earliest it may have been, `keeping`: at the latest.
    """
    if keeping and name in KEPT_FROM:
        return KEPT_FROM[name]
    if name == "in_force":
        first = law.info.in_force.from_
        begins = datetime.combine(first, time(0), tzinfo=CHINA) if first else None
        return lambda scope: begins
    kind, colon, code = name.partition(":")
    if colon:
        return named_event(kind, code, planned=planned)
    return EVENTS[name]


def event_words(name: str, law: LawText) -> str:
    """What people call an event."""
    kind, colon, code = name.partition(":")
    if colon:
        return NAMED_EVENT_WORDS[kind].format(law.vocabulary.label(NAMED_EVENTS[kind], code))
    return EVENT_WORDS[name]
