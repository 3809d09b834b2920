"""The world of these tests: the cast, a case with a document in the vault and a recording of two seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case, register_document
from liuhen.apps.cases.inputs import File, NewDocument
from liuhen.apps.cases.models import Case, Step
from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.people.actions import NewPerson, add_person, add_unit
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import Role
from liuhen.apps.recordings.actions import link
from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.names import name_of
from liuhen.apps.recordings.tests import cards
from liuhen.site.testing import PASSWORD, Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


@dataclass
class World:
    """The cast, the case, its inspection and what was filmed of it."""

    cast: Cast
    case: Case
    step: Step
    recording: Recording

    def colleague_of_another_unit(self) -> Person:
        """An officer of the agency who sees nothing of the case."""
        unit = add_unit(None, self.cast.agency, "二大队")
        new = NewPerson(username="clerk", name="邱某", password=PASSWORD, unit=unit, roles=(Role.OFFICER,))
        return add_person(None, new)


def film(cast: Cast, step: Step, card: Path) -> Recording:
    camera = register_device(None, cast.agency, NewDevice(number="GD-0421"))
    card.mkdir()
    path = cards.film(card / "a.mp4", NINE, codec="h264")
    batch = Batch(officer=cast.officer, device=camera, by=cast.officer, clock_offset=timedelta(0))
    [result] = intake_files(open_intake(batch), [Incoming(path, name_of(path, card))])
    recording = Recording.objects.get(sha256=result.sha256)
    if not recording.links.filter(step=step, ended_at=None).exists():
        link(cast.officer, recording, step)
    return recording


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    with outside_at(NOW):
        cast = make_cast()
        bind_text(None, cast.agency, "gd-transport-2019")
        case = open_case(
            cast.handler, NewCase(number="粤交罚〔2026〕1号", cause="超限运输", party="某公司", acts=("penalty",))
        )
        people = (Taking(person=cast.officer), Taking(person=cast.handler))
        times = Times(start=NINE, end=NINE + timedelta(minutes=30))
        new = NewStep(kind="on_site_inspection", stage="investigation", times=times, people=people)
        step = add_step(cast.handler, case, new)
        paper = File(source=[b"%PDF-1.7\nrecord"], name="现场笔录.pdf")
        register_document(
            cast.handler, case, NewDocument(kind="on_site_record", made_at=NINE, step=step.pk, file=paper)
        )
        yield World(cast, case, step, film(cast, step, tmp_path / "card"))
