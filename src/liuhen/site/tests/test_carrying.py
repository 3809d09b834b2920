"""A case carried to another instance is the same case there: the same dossier, the same verdict, every byte."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.archiving.models import Volume
from liuhen.apps.cases.models import Case, Document, Milestone, Situation
from liuhen.apps.devices.models import DeviceCheck, DeviceFault
from liuhen.apps.documents.models import Paper, SignatureWithdrawal
from liuhen.apps.documents.tests.conftest import NOW, make_world
from liuhen.apps.duties.facts import verdict_data
from liuhen.apps.goods.models import Item
from liuhen.apps.importing.models import Scan
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.parties.models import Recusal
from liuhen.apps.people.actions import NewPerson, add_agency, add_person, add_unit
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import Role
from liuhen.apps.recordings.models import Intake, Recording, Storage
from liuhen.apps.review.models import Dismissal, EvidenceNote
from liuhen.ports.outside import outside
from liuhen.site.carrying.packing import CaseFileRefused, export_case, placed_dossier
from liuhen.site.carrying.unpacking import import_case
from liuhen.site.testing import PASSWORD, outside_at
from liuhen.site.tests.full_case import NUMBER, SCANNED, fill, make_second, nameless


class Gone(Exception):
    """Ends the first instance: everything it wrote is rolled back."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Where the file of the full case is kept for all tests, and what is known of the case once the first made it."""
    return {"file": tmp_path_factory.mktemp("carried") / "case.liuhen"}


@pytest.fixture
def carried(db: None, tmp_path: Path, kept: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The file of a full case, its dossier and verdict, from an instance of which nothing is left."""
    if "packed" not in kept:
        make_first(tmp_path, kept)
    with outside_at(NOW):
        yield kept


def make_first(tmp_path: Path, kept: dict[str, Any]) -> None:
    """Let the case happen, export it, and take everything back."""
    home = tmp_path / "first"
    home.mkdir()
    with outside_at(NOW, home=home), pytest.raises(Gone), transaction.atomic():
        add_unit(None, add_agency(None, "before", "另一机关"), "占位")  # so that keys differ from those to come
        world = make_world(home)
        fill(world, tmp_path)
        kept["dossier"], kept["verdict"] = placed_dossier(world.case), nameless(verdict_data(world.case, NOW))
        kept["packed"] = export_case(NUMBER, kept["file"], recordings=True, purpose="移交")
        raise Gone


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
    paper = Paper.objects.get()
    for document in Document.objects.all():
        with outside().vault.open(document.sha256) as kept:
            assert kept.read(5) == b"%PDF-"
    assert paper.made_by.name == "陈立"
    assert {one.content_sha256 for one in paper.draft.signatures.all()} == {paper.content_sha256}
    assert all(
        outside().vault.verify(one.image_sha256) is None for one in paper.draft.signatures.exclude(image_sha256="")
    )
    assert Item.objects.get().serial == 1


def test_what_was_corrected_withdrawn_and_ended_comes_back_as_it_was(carried: dict[str, Any]) -> None:
    import_case(make_second().custodian, carried["file"], make_people=False)
    mistaken, filed = Milestone.every.filter(kind="filed").order_by("pk")
    assert (filed.replaces, filed.reason, filed.at - mistaken.at) == (mistaken, "时分写错", timedelta(minutes=1))
    assert Milestone.objects.get(kind="filed") == filed
    assert [one.approval.outcome for one in Recusal.objects.order_by("pk") if one.approval] == ["approved", "withdrawn"]
    assert Situation.objects.get().until == NOW
    assert SignatureWithdrawal.objects.get().reason == "看不清"
    first, second = EvidenceNote.objects.order_by("pk")
    assert (second.replaces, Dismissal.objects.get().said) == (first, "请出示")


def test_its_volume_names_the_documents_as_they_are_called_here_and_scans_keep_their_bytes(
    carried: dict[str, Any],
) -> None:
    import_case(make_second().custodian, carried["file"], make_people=False)
    volume = Volume.objects.get()
    digests = {one.pk: one.sha256 for one in Document.objects.all()}
    listed = [piece for piece in volume.catalogue if "document" in piece]
    assert listed and all(digests[piece["document"]] == piece["sha256"] for piece in listed)
    assert (volume.shelf, bool(volume.number)) == (None, True)
    with outside().vault.open(volume.sha256) as kept:
        assert kept.read(5) == b"%PDF-"
    with outside().vault.open(Scan.objects.get().sha256) as kept:
        assert kept.read() == SCANNED


def test_a_film_of_two_cases_comes_once_with_what_is_known_of_its_camera(
    carried: dict[str, Any], tmp_path: Path
) -> None:
    cast = make_second()
    import_case(cast.custodian, carried["file"], make_people=False)
    known = [model.objects.count() for model in SHARED]
    second = tmp_path / "second.liuhen"
    with zipfile.ZipFile(carried["file"]) as old, zipfile.ZipFile(second, "w") as new:
        for name in old.namelist():
            new.writestr(name, renumbered(old, name))
    import_case(cast.custodian, second, make_people=False)
    assert Case.objects.count() == 2
    assert [model.objects.count() for model in SHARED] == known
    film = Recording.objects.get()
    assert film.links.count() == 2 and film.marks.count() == 2
    assert Storage.objects.get().used_bytes == film.size
    publish()
    assert check_journal().findings == []


SHARED = (Recording, Intake, DeviceFault, DeviceCheck, Dismissal)


def renumbered(file: zipfile.ZipFile, name: str) -> bytes:
    """A part of the file of a case, as if it were another one with the same film."""
    data = file.read("case.json").replace(NUMBER.encode(), "粤交罚〔2026〕9号".encode())
    if name == "manifest.json":
        manifest = json.loads(file.read(name))
        manifest["sha256"]["case.json"] = hashlib.sha256(data).hexdigest()
        return json.dumps(manifest).encode()
    return data if name == "case.json" else file.read(name)


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
    assert placed_dossier(Case.objects.get())["officers"] == carried["dossier"]["officers"]
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
