"""What a change of the law does to the open cases is seen before it takes effect, and nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from liuhen.apps.duties.facts import Docket
from liuhen.apps.duties.law_diff import CaseChange, Effect, change_in, changes_for_open_cases, open_cases
from liuhen.apps.duties.laws import AgencyLaw
from liuhen.apps.duties.models import Obligation
from liuhen.apps.duties.tests.conftest import NOW, TEXT, case_of, inspect
from liuhen.core.lawbook.difference import Change, difference, in_place_of
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.terms import facts
from liuhen.core.terms.labels import DutyKind, Medium, Modality, State
from liuhen.ports.outside import outside

RECORD = "text-record-3"


def version(old: str, new: str):
    """The transport text with one passage of its duties written otherwise."""
    files = outside().law.files(TEXT)
    assert old in files["duties.yaml"]
    duties = files["duties.yaml"].replace(old, new)
    parts = TextFiles(folder=TEXT, text=files["text.yaml"], duties=duties, coverage=files["coverage.yaml"])
    return load_text(parts, outside().law.vocabulary())


def changes(new) -> list[CaseChange]:
    return list(changes_for_open_cases([outside().law.text(TEXT)], [new], NOW))


def test_the_same_law_changes_nothing_in_any_case(world):
    world.judged()
    assert [(change.number, change.changes) for change in changes(version("paragraph: 1", "paragraph: 1"))] == [
        (world.case.number, ())
    ]


def test_a_duty_that_falls_away_is_gone_from_the_case(world):
    world.judged()
    law = outside().law.text(TEXT)
    new = replace(law, duties=tuple(duty for duty in law.duties if duty.id != RECORD))
    ((found,),) = [change.changes for change in changes(new)]
    assert (found.effect, found.shown.duty, found.new) == (Effect.GONE, RECORD, None)
    assert [(d.change, d.duty) for d in difference(law, new).duties] == [(Change.GONE, RECORD)]
    ((back,),) = [change.changes for change in changes_for_open_cases([new], [law], NOW)]
    assert back.effect is Effect.NEW


def test_a_duty_made_a_mere_recommendation_changes_its_state(world):
    world.judged()
    law = outside().law.text(TEXT)
    soft = [d.model_copy(update={"modality": Modality.MAY}) if d.id == RECORD else d for d in law.duties]
    new = replace(law, duties=tuple(soft))
    ((found,),) = [change.changes for change in changes(new)]
    assert found.old and found.new
    assert (found.effect, found.old.state, found.new.state) == (Effect.STATE, State.OPEN, State.ADVISED)
    ((field,),) = [change.fields for change in difference(law, new).duties]
    assert str(field) == "语气：应当 → 可以"


def test_how_long_a_recording_is_kept_is_compared_and_shortening_is_named(world):
    law = outside().law.text(TEXT)
    film = facts.Recording(id="r1", medium=Medium.VIDEO, start=NOW, end=NOW)
    dossier = facts.Dossier(agency=facts.Agency(id="a", name="甲"), recordings=(film,))
    docket = Docket(1, dossier, AgencyLaw(dossier.agency, (law,)))
    nothing = replace(law, duties=tuple(duty for duty in law.duties if duty.kind is not DutyKind.KEEPING))
    later = NOW + timedelta(hours=1)
    (kept,) = change_in(1, docket, ([law], [nothing]), later).keeping
    assert (kept.recording, kept.shorter, kept.new.until) == ("r1", True, None)
    (back,) = change_in(1, docket, ([nothing], [law]), later).keeping
    assert not back.shorter
    assert change_in(1, docket, ([law], [law]), later).differs is False


def test_nothing_is_written_and_archived_cases_are_left_alone(world):
    world.judged()
    before = list(Obligation.objects.values_list("pk", "state"))
    law = outside().law.text(TEXT)
    changes(replace(law, duties=()))
    assert list(Obligation.objects.values_list("pk", "state")) == before
    assert open_cases() == [world.case.pk]


@pytest.mark.parametrize("number", ["粤交罚〔2026〕2号"])
def test_cases_come_one_by_one_and_only_as_many_queries_as_portions(world, django_assert_max_num_queries, number):
    world.judged()
    inspect(world.cast, case_of(world.cast, number))
    law = outside().law.text(TEXT)
    with django_assert_max_num_queries(60):
        stream = changes_for_open_cases([law], [replace(law, duties=())], NOW)
        assert next(stream).changes


def test_a_version_of_the_future_can_be_tried_as_if_it_were_in_force(world):
    law = outside().law.text(TEXT)
    later = law.info.in_force.model_copy(update={"from_": NOW.date().replace(year=2030)})
    new = replace(law, info=law.info.model_copy(update={"in_force": later}))
    assert in_place_of(new, law).info.in_force == law.info.in_force
