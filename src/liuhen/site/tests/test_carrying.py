"""A case carried to another instance is the same case there: the same dossier, the same verdict, every byte."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.cases.actions import Decision, NewApproval, ask_approval, decide_approval, register_situation
from liuhen.apps.cases.inputs import NewReport, NewSituation
from liuhen.apps.cases.models import Case, Document
from liuhen.apps.cases.papers import make_report, report_interruption
from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.documents.models import Paper, Signature
from liuhen.apps.documents.tests.conftest import NINE, NOW, World, make_world
from liuhen.apps.duties.facts import verdict_data
from liuhen.apps.goods.actions import Taking, Words, enter_items
from liuhen.apps.goods.models import Item
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.parties.actions import NewParty, add_party
from liuhen.apps.people.actions import NewPerson, add_agency, add_person, add_unit
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import Role
from liuhen.apps.recordings.actions import NewMark, make_mark
from liuhen.apps.recordings.attaching import link
from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.names import name_of
from liuhen.apps.recordings.tests import cards
from liuhen.core.terms.labels import MarkKind, NumberKind, PartyKind
from liuhen.ports.outside import outside
from liuhen.site.carrying.packing import CaseFileRefused, export_case, placed_dossier
from liuhen.site.carrying.unpacking import import_case
from liuhen.site.testing import PASSWORD, make_cast, outside_at

TEXTS = ("gd-province-2018", "gd-transport-2019")
NUMBER = "粤交罚〔2026〕1号"
REFERENCE = re.compile(r"(?<![a-z_])[a-z_]+:[0-9]+")


class Gone(Exception):
    """Ends the first instance: everything it wrote is rolled back."""


def fill(world: World, tmp_path: Path) -> None:
    """Something of everything a case can have."""
    handler, case = world.cast.handler, world.case
    for text in TEXTS:
        bind_text(None, world.cast.agency, text)
    owner = NewParty(kind=PartyKind.PERSON, role="third_party", name="张三")
    add_party(handler, case, replace(owner, numbers={NumberKind.IDENTITY: "11010519491231002X"}))
    paper = world.in_force(about=[f"step:{world.step.pk}"])
    gap = report_interruption(handler, world.step, NINE + timedelta(minutes=5), "device_fault")
    make_report(
        handler, case, NewReport(kind="written_explanation", about=f"interruption:{gap.pk}", at=NOW, text="说明")
    )
    register_situation(handler, case, NewSituation(kind="dispute", since=NOW, about=(f"step:{world.step.pk}",)))
    asked = ask_approval(handler, case, NewApproval(kind="seizure", about=(f"document:{paper.pk}",), note="请批准"))
    decide_approval(world.cast.head, asked, Decision(outcome="approved"))
    things = [Words(name="道具", quantity=Decimal(2), unit="件", condition="完好", owner="某运输公司")]
    enter_items(handler, case, Taking(measure="other", at=NINE, place="库房"), things)
    record(world, tmp_path)


def record(world: World, tmp_path: Path) -> None:
    """A film, linked and marked."""
    officer = world.cast.officer
    camera = register_device(None, world.cast.agency, NewDevice(number="GD-1", holder=officer))
    path = cards.film(tmp_path / "a.mp4", NINE)
    intake = open_intake(Batch(officer=officer, device=camera, by=officer, clock_offset=timedelta(0)))
    result = next(iter(intake_files(intake, [Incoming(path, name_of(path, tmp_path))])))
    assert result.recording
    film = Recording.objects.get(pk=result.recording)
    link(officer, film, world.step)
    make_mark(officer, film, NewMark(kind=MarkKind.SPOKEN_NOTICE, offset_ms=500, step=world.step.pk))


@pytest.fixture
def carried(db: None, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The file of a full case, its dossier and verdict, from an instance of which nothing is left."""
    left: dict[str, Any] = {"file": tmp_path / "case.liuhen"}
    home = tmp_path / "first"
    home.mkdir()
    with outside_at(NOW, home=home), pytest.raises(Gone), transaction.atomic():
        add_unit(None, add_agency(None, "before", "另一机关"), "占位")  # so that keys differ from those to come
        world = make_world(home)
        fill(world, tmp_path)
        left["packed"] = export_case(NUMBER, left["file"], recordings=True, purpose="移交")
        left["dossier"], left["verdict"] = placed_dossier(world.case), nameless(verdict_data(world.case, NOW))
        raise Gone
    with outside_at(NOW):
        yield left


def nameless(data: Any) -> Any:
    """The obligations of a verdict as texts, the things they name called alike, whatever their keys are."""
    said = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in data["obligations"]]
    return sorted(REFERENCE.sub("thing", text) for text in said)


def make_second() -> Any:
    cast = make_cast()
    for text in TEXTS:
        bind_text(None, cast.agency, text)
    register_device(None, cast.agency, NewDevice(number="GD-0"))
    register_device(None, cast.agency, NewDevice(number="GD-1"))
    return cast


def test_the_case_is_the_same_case_there(carried: dict[str, Any], tmp_path: Path) -> None:
    cast = make_second()
    taken = import_case(cast.custodian, carried["file"], make_people=False)
    case = Case.objects.get(number=NUMBER)
    assert taken.rows == carried["packed"].rows + 1, "and the ledger of goods"
    assert placed_dossier(case) == carried["dossier"]
    assert nameless(verdict_data(case, NOW)) == carried["verdict"]
    again = tmp_path / "again.liuhen"
    export_case(NUMBER, again, recordings=True, purpose="核对")
    assert _rows(again) == _rows(carried["file"])


def test_its_documents_signatures_and_films_come_with_their_bytes(carried: dict[str, Any]) -> None:
    import_case(make_second().custodian, carried["file"], make_people=False)
    document = Document.objects.get(sha256__gt="")
    with outside().vault.open(document.sha256) as kept:
        assert kept.read(5) == b"%PDF-"
    paper = Paper.objects.get(document=document)
    assert paper.made_by.name == "陈立"
    assert {one.content_sha256 for one in Signature.objects.all()} == {paper.content_sha256}
    assert all(outside().vault.verify(one.image_sha256) is None for one in Signature.objects.exclude(image_sha256=""))
    assert Item.objects.get().serial == 1


def test_every_row_is_sealed_by_the_entry_that_tells_where_it_came_from(carried: dict[str, Any]) -> None:
    import_case(make_second().custodian, carried["file"], make_people=False)
    publish()
    assert check_journal().findings == []


def test_the_same_file_again_changes_nothing_and_another_case_of_its_number_is_refused(
    carried: dict[str, Any], tmp_path: Path
) -> None:
    cast = make_second()
    import_case(cast.custodian, carried["file"], make_people=False)
    assert import_case(cast.custodian, carried["file"], make_people=False).known
    assert Case.objects.count() == 1
    other = tmp_path / "other.liuhen"
    export_case(NUMBER, other, recordings=False, purpose="核对")
    with pytest.raises(CaseFileRefused, match="已被本系统中的案件使用"):
        import_case(cast.custodian, other, make_people=False)


def test_who_is_missing_is_told_and_made_only_when_wished(carried: dict[str, Any]) -> None:
    agency = add_agency(None, "city", "市交通运输综合行政执法局", field="transport")
    person = NewPerson(
        username="keeper",
        name="保管人",
        password=PASSWORD,
        unit=add_unit(None, agency, "档案室"),
        roles=(Role.CUSTODIAN,),
    )
    keeper = add_person(None, person)
    with pytest.raises(CaseFileRefused, match=r"部门 一大队、人员 林一鸣（440101001）.*设备 GD-1"):
        import_case(keeper, carried["file"], make_people=False)
    assert Person.objects.count() == 1
    taken = import_case(keeper, carried["file"], make_people=True)
    assert "人员 陈立（440101003）" in taken.made
    made = Person.objects.get(certificate="440101003")
    assert (made.name, made.unit.name, made.check_password(PASSWORD)) == ("陈立", "一大队", False)


def test_without_recordings_none_is_carried_and_that_is_said(carried: dict[str, Any], tmp_path: Path) -> None:
    import_case(make_second().custodian, carried["file"], make_people=False)
    packed = export_case(NUMBER, tmp_path / "short.liuhen", recordings=False, purpose="核对")
    assert packed.recordings_left == 1
    assert "recording" not in _rows(tmp_path / "short.liuhen")


def test_a_file_that_was_changed_is_refused_and_leaves_nothing(carried: dict[str, Any], tmp_path: Path) -> None:
    cast = make_second()
    for change, why in (
        (
            lambda name, data: data.replace(b"\xe6\x9f\x90", b"\xe7\x94\xb2") if name == "case.json" else data,
            "摘要不符",
        ),
        (lambda name, data: data[:-1] + b"x" if name.startswith("objects/") else data, "字节与其摘要不符"),
    ):
        changed = tmp_path / "changed.liuhen"
        with zipfile.ZipFile(carried["file"]) as old, zipfile.ZipFile(changed, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(name, old.read(name)))
        with pytest.raises(CaseFileRefused, match=why):
            import_case(cast.custodian, changed, make_people=False)
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(CaseFileRefused, match="不是案件文件"):
        import_case(cast.custodian, tmp_path / "no.zip", make_people=False)
    assert Case.objects.count() == 0


def test_only_the_custodian_of_the_agency_takes_a_case_in(carried: dict[str, Any]) -> None:
    cast = make_second()
    with pytest.raises(PermissionDenied):
        import_case(cast.handler, carried["file"], make_people=False)
    other = NewPerson(username="x", name="外来", password=PASSWORD, unit=cast.outsider.unit, roles=(Role.CUSTODIAN,))
    with pytest.raises(CaseFileRefused, match="这是“市交通运输综合行政执法局”"):
        import_case(add_person(None, other), carried["file"], make_people=False)


def _rows(path: Path) -> Any:
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read("case.json"))["rows"]
