"""What a document says of a step to come, asked of the law beforehand: who takes part in it, and when it is held.

Which fields say so is data (`takes_part`, `convenes`; docs/formats/form.md); what the law says of it is in its texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from liuhen.apps.documents.models import Paper
from liuhen.apps.duties.queries import told_too_late, who_may_not
from liuhen.core.forms.agreeing import names_in
from liuhen.core.forms.content import Content, Fault, Value, moment_of
from liuhen.core.terms.facts import Presence

if TYPE_CHECKING:
    from liuhen.apps.documents.models import Draft
    from liuhen.core.forms.form import Field, Form

_CERTIFICATE = re.compile(r"[（(]([^（）()]+)[）)]\s*$")


def planned_faults(draft: Draft, form: Form, content: Content) -> Iterator[Fault]:
    """Everything the law has against the step as the document plans it."""
    for field in form.fields:
        if not (value := content.get(field.key)):
            continue
        if field.takes_part:
            people = [*_people(value, field.takes_part.role)]
            yield from (Fault(field.key, words) for words in who_may_not(draft.case, field.takes_part.step, people))
        if field.convenes:
            yield from _too_soon(draft, field, value)


def _people(value: Value, role: str) -> Iterator[Presence]:
    """Who is named, by certificate where that is written too."""
    for text in names_in(value):
        written = _CERTIFICATE.search(text)
        name = text[: written.start()].strip() if written else text
        yield Presence(certificate=written[1].strip() if written else "", name=name, role=role)


def _too_soon(draft: Draft, field: Field, value: Value) -> Iterator[Fault]:
    at = moment_of(value)
    if at is None or field.convenes is None or _said_before(draft, field.key) == at:
        return
    for words in told_too_late(draft.case, field.convenes.step, at, field.convenes.told_by):
        yield Fault(field.key, words)


def _said_before(draft: Draft, key: str) -> object:
    """The moment in the document this one corrects: people were told of it then."""
    paper = Paper.objects.filter(document=draft.replaces_id).first() if draft.replaces_id else None
    return moment_of(paper.content.get(key)) if paper else None
