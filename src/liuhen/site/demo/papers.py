"""Documents of the demonstration: registered, and mostly gathered into the platform within the hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuhen.apps.cases.actions import gather_document, register_document
from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.cases.models import Document
from liuhen.site.demo.theatre import Production

GATHERED_AFTER = timedelta(hours=1)


def put_in_writing(production: Production, new: NewDocument) -> Document:
    """Register a document as the handler; have it gathered an hour later when the story has it so."""
    theatre = production.theatre
    return gather_later(production, register_document(theatre.person("handler"), production.opened, new))


def gather_later(production: Production, document: Document) -> Document:
    """Have a document gathered into the platform in an hour, when the story has it so."""
    theatre = production.theatre
    if production.story.gathered:
        moment = theatre.clock.now() + GATHERED_AFTER
        theatre.at(moment, lambda: _gather(production, document.pk, moment))
    return document


def _gather(production: Production, key: int, moment: datetime) -> None:
    gather_document(production.theatre.person("handler"), Document.objects.get(pk=key), moment)
