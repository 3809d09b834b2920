"""A real instance in a directory of its own, holding the typical case of docs/formats/examples as database rows.

The rows are written as the rooms' models hold them, without the acts that would have made them (there is no footage to
take in), so the journal is almost empty and `liuhen log verify` would rightly object. Judging sees no difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

DOSSIER = Path(__file__).parents[1] / "docs/formats/examples/typical.yaml"
TEXTS = ("gd-province-2018", "gd-transport-2019")
NOW = "2020-06-01 12:00"

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.core.terms.facts import Dossier


@contextmanager
def instance() -> Iterator[Path]:
    """An instance in a temporary directory, or the database LIUHEN_TEST_DATABASE names; gone afterwards."""
    with TemporaryDirectory(prefix="liuhen-bench-") as name:
        os.environ["LIUHEN_HOME"] = name
        if "LIUHEN_TEST_DATABASE" in os.environ:
            with _on_server():
                yield Path(name)
        else:
            from liuhen.site.instance import create_instance

            create_instance("localhost/bench")
            yield Path(name)


@contextmanager
def _on_server() -> Iterator[None]:
    """A database made for this run on the server that tools/postgres.py started."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "liuhen.site.settings_test"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from liuhen.ports.outside import install
    from liuhen.site.wiring import make_outside

    install(make_outside(settings.HOME))
    name = connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def read_typical() -> Dossier:
    """The facts of the file."""
    from liuhen.adapters.law_folder import read_text
    from liuhen.core.lawbook.dossier import read_dossier
    from liuhen.ports.outside import outside

    return read_dossier(read_text(DOSSIER), name=DOSSIER.name, vocabulary=outside().law.vocabulary())


def moment() -> datetime:
    """The moment at which the typical case is judged."""
    from liuhen.core.lawbook.fields import parse_moment

    return parse_moment(NOW)


class Registrar:
    """Writes the facts of a dossier as rows; remembers which row stands for which id of the file."""

    def __init__(self, facts: Dossier) -> None:
        """Take the facts; nothing is written yet."""
        self.facts = facts
        self.people: dict[str, Any] = {}
        self.rows: dict[str, Any] = {}

    def write(self) -> Case:
        """Write everything; give the case."""
        self._agency()
        self._case()
        for step in self.facts.steps:
            self._step(step)
        self._devices()
        for film in self.facts.recordings:
            self._film(film)
        for paper in self.facts.documents:
            self._paper(paper)
        self._marks()
        case: Case = self.case
        return case

    def _agency(self) -> None:
        from liuhen.apps.lawlib.models import AgencyNumber, Binding
        from liuhen.apps.people.models import Agency, Unit

        given = self.facts.agency
        self.agency = Agency.objects.create(
            code=given.id, name=given.name, territory=given.territory, field=given.field
        )
        self.unit = Unit.objects.create(agency=self.agency, name="一大队")
        for text in TEXTS:
            Binding.objects.create(agency=self.agency, text=text, since=datetime(2019, 3, 1).astimezone())
        for key, value in given.numbers.items():
            AgencyNumber.objects.create(agency=self.agency, key=key, value=value)

    def _case(self) -> None:
        from liuhen.apps.cases.models import Act, Case, Handler, Milestone

        given = self.facts.case
        assert given
        self.case = Case.objects.create(
            agency=self.agency,
            unit=self.unit,
            number=given.number,
            cause=given.cause,
            party="某运输公司",
            procedure=given.procedure,
            origin=given.origin,
            features=sorted(given.features),
            opened_at=given.milestones["filed"],
        )
        Handler.objects.create(case=self.case, person=self._person("粤示交0001", "甲"))
        for kind, at in given.milestones.items():
            Milestone.objects.create(case=self.case, kind=kind, at=at)
        for act in self.facts.acts:
            self.rows[act.id] = Act.objects.create(case=self.case, kind=act.kind)

    def _person(self, certificate: str, name: str) -> Any:
        from liuhen.apps.people.models import Person, RoleGrant

        if certificate not in self.people:
            person = Person.objects.create(
                username=f"officer{len(self.people)}", name=name or certificate, certificate=certificate, unit=self.unit
            )
            for role in ("officer", "handler"):
                RoleGrant.objects.create(person=person, role=role)
            self.people[certificate] = person
        return self.people[certificate]

    def _step(self, given: Any) -> None:
        from liuhen.apps.cases.models import Step, StepPerson

        plain = ("kind", "start", "end", "arrival", "departure", "place", "returned_at")
        lists = ("features", "circumstances", "matters")
        step = Step.objects.create(
            case=self.case,
            act=self.rows[given.act] if given.act else None,
            stage=given.stage.value,
            **{name: getattr(given, name) for name in plain},
            **{name: sorted(getattr(given, name)) for name in lists},
        )
        self.rows[given.id] = step
        for one in given.people:
            person = self._person(one.certificate, one.name)
            StepPerson.objects.create(step=step, person=person, role=one.role, staff=one.staff)

    def _devices(self) -> None:
        from liuhen.apps.devices.models import Device

        for given in self.facts.devices:
            self.rows[given.id] = Device.objects.create(
                agency=self.agency,
                unit=self.unit,
                number=given.id,
                kind=given.kind,
                functions=sorted(given.functions),
                battery_minutes=given.battery_minutes,
            )

    def _film(self, given: Any) -> None:
        from liuhen.apps.recordings.models import Intake, Link, Recording

        officer, device = next(iter(self.people.values())), self.rows[given.device]
        intake = Intake.objects.create(agency=self.agency, device=device, officer=officer, started_at=given.stored_at)
        copied = ("start", "end", "source", "stored_at", "store", "used_as_evidence", "filed_at", "kept_until")
        film = Recording.objects.create(
            agency=self.agency,
            intake=intake,
            device=device,
            officer=officer,
            sha256=f"{len(self.rows):064x}",
            size=1,
            original_name=f"{given.id}.mp4",
            medium=given.medium.value,
            error_ms=given.error // timedelta(milliseconds=1),
            kept_long_term=given.kept_long_term,
            **{name: getattr(given, name) for name in copied},
        )
        self.rows[given.id] = film
        for step in given.steps:
            Link.objects.create(recording=film, step=self.rows[step], made_at=given.stored_at)

    def _paper(self, given: Any) -> None:
        from liuhen.apps.cases.models import Document

        copied = ("kind", "made_at", "used_as_evidence", "filed_at", "gathered_at")
        self.rows[given.id] = Document.objects.create(
            case=self.case,
            step=self.rows[given.steps[0]] if given.steps else None,
            matters=sorted(given.matters),
            **{name: getattr(given, name) for name in copied},
        )

    def _marks(self) -> None:
        from liuhen.apps.recordings.models import Mark

        officer = next(iter(self.people.values()))
        for given in self.facts.marks:
            film = self.rows[given.recording]
            Mark.objects.create(
                recording=film,
                step=self.rows[given.step] if given.step else None,
                kind=given.kind.value,
                content=given.content,
                offset_ms=(given.at - film.start) // timedelta(milliseconds=1),
                by=officer,
                made_at=given.at,
            )
