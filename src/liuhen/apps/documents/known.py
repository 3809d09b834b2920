"""What is known of a case for its documents, each read when first asked for: people, earlier papers, recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F

from liuhen.apps.documents.models import Paper
from liuhen.apps.lawlib.queries import term, today
from liuhen.apps.parties.queries import belonging_to, main_party, parties_of, recusals_of
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.deadlines.units import CHINA
from liuhen.core.terms.labels import PartyKind
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.parties.models import Party, Recusal
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.filled import Value
    from liuhen.core.forms.form import Fill, Form

YEARS = 3
"""So many years back the agency's numbered papers are looked at for its bank, court and telephone."""


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
    """A case as its next document sees it, written by a person in a step or in none.

    `about` names what it concerns ("party:5"); `asks_apart` says that its form asks for a person and for an
    organisation in fields of their own.
    """

    def __init__(self, case: Case, step: Step | None, by: Person, about: Sequence[str] = ()) -> None:
        """Nothing is read yet."""
        self.case = case
        self.step = step
        self.by = by
        self.about = about
        self.asks_apart = False

    @cached_property
    def papers(self) -> list[Earlier]:
        """The papers of the case that no later one corrects, the latest first."""
        found = Paper.objects.filter(document__case=self.case, document__replaced_by=None)
        return list(_with_forms(found.select_related("document").order_by("-document__made_at", "-pk")))

    @cached_property
    def of_the_agency(self) -> list[Earlier]:
        """The last numbered paper of every form of the agency, whatever the case, the latest first.

        Found by the last number of each series, so that no other paper is looked at.
        """
        agency, since = self.case.agency_id, today().year - YEARS
        found = Paper.objects.filter(series__agency=agency, series__year__gt=since, serial=F("series__last"))
        return list(_with_forms(found.select_related("document").order_by("-pk")))

    @cached_property
    def parties(self) -> list[Party]:
        """The parties of the case as registered."""
        return parties_of(self.case.pk)

    @cached_property
    def named(self) -> list[Party]:
        """Those of the parties that the document is about."""
        keys = {int(name.removeprefix("party:")) for name in self.about if name.startswith("party:")}
        return [one for one in self.parties if one.keys & keys]

    @property
    def party(self) -> Party | None:
        """Whom the document is against or for: the one it is about, else the first 当事人."""
        own = (one for one in self.named if one.kind in (PartyKind.PERSON, PartyKind.ORGANISATION))
        return next(own, None) or main_party(self.parties)

    @property
    def is_about_another(self) -> bool:
        """Whether the document is about another party than earlier papers speak of."""
        return self.party != main_party(self.parties)

    @property
    def person_asked(self) -> Party | None:
        """Who is asked or met on the scene: the person it is about, else the only person registered."""
        persons = [one for one in self.named or self.parties if one.kind == PartyKind.PERSON]
        return persons[0] if len(persons) == 1 or (self.named and persons) else None

    @property
    def things_of_party(self) -> list[Party]:
        """The vehicles and vessels the document is about, else those of the party, else all of the case."""
        kinds = (PartyKind.VEHICLE, PartyKind.VESSEL)
        own = belonging_to(self.party, self.parties) if self.party else []
        for found in (self.named, own, self.parties):
            if things := [one for one in found if one.kind in kinds]:
                return things
        return []

    @cached_property
    def recusal(self) -> Recusal | None:
        """Who is to stay out of the case: the recusal the document is about, else the latest."""
        found = recusals_of(self.case)
        return next((one for one in found if f"recusal:{one.pk}" in self.about), found[0] if found else None)

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
