"""What is known of a case for its documents, each read when first asked for: people, earlier papers, recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from liuhen.apps.documents.models import Paper
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.deadlines.units import CHINA
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.filled import Value
    from liuhen.core.forms.form import Fill, Form

LATEST = 30
"""So many of the agency's latest papers are looked through for its bank, court and telephone."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A paper in force with its form, if the law folder still has one."""

    paper: Paper
    form: Form

    @property
    def source(self) -> str:
        """How a value taken from it is told: 《现场笔录》（2026年11月20日）."""
        return f"《{self.form.title}》（{day_words(self.paper.document.made_at)}）"

    def said(self, fill: Fill) -> Iterator[Value]:
        """What its fields of this filling say."""
        for field in self.form.fields:
            if field.fills is fill and (value := self.paper.content.get(field.key)):
                yield value


class Known:
    """A case as its next document sees it, written by a person in a step or in none."""

    def __init__(self, case: Case, step: Step | None, by: Person) -> None:
        """Nothing is read yet."""
        self.case = case
        self.step = step
        self.by = by

    @cached_property
    def papers(self) -> list[Earlier]:
        """The papers of the case that no later one corrects, the latest first."""
        found = Paper.objects.filter(document__case=self.case, document__replaced_by=None)
        return list(_with_forms(found.select_related("document").order_by("-document__made_at", "-pk")))

    @cached_property
    def of_the_agency(self) -> list[Earlier]:
        """The latest papers of the agency, whatever the case."""
        found = Paper.objects.filter(document__case__agency=self.case.agency_id)
        return list(_with_forms(found.select_related("document").order_by("-pk")[:LATEST]))

    @cached_property
    def documents(self) -> list[Document]:
        """The documents in force of the case, the earliest first."""
        return list(self.case.documents.order_by("made_at", "pk"))

    @cached_property
    def recordings(self) -> list[tuple[str, str]]:
        """Name and kind of every recording linked to the case."""
        return [(one.shown_name, str(one.medium_label)) for one in recordings_of_case(self.case.pk)]

    @cached_property
    def officers(self) -> list[Person]:
        """Who took part in the step with a certificate; without a step, the handlers."""
        if self.step is not None:
            part = self.step.people.select_related("person").order_by("pk")
            found = [one.person for one in part if one.staff == "enforcement"]
        else:
            found = [one.person for one in self.case.handlers.select_related("person").order_by("pk")]
        return [one for one in found if one.certificate]

    @cached_property
    def recorders(self) -> list[Person]:
        """Who kept the record in the step."""
        if self.step is None:
            return []
        part = self.step.people.filter(role__in=["recorder", "clerk"]).select_related("person").order_by("pk")
        return [one.person for one in part]

    @property
    def people_source(self) -> str:
        """Where the officers come from."""
        return self.step_source if self.step else "本案承办人"

    @property
    def step_source(self) -> str:
        """How the step is called."""
        return f"环节“{term('steps', self.step.kind)}”" if self.step else ""


def officer_words(person: Person) -> str:
    """An officer as documents name one: 林一鸣（440101001）."""
    return f"{person.name}（{person.certificate}）"


def day_words(moment: datetime) -> str:
    """A day as papers write it: 2026年11月20日."""
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"


def _with_forms(papers: Iterable[Paper]) -> Iterator[Earlier]:
    forms = outside().law.forms()
    for paper in papers:
        if form := forms.get(paper.form):
            yield Earlier(paper, form)
