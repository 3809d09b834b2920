"""An evidence package: complete, sealed in the log, checkable by a stranger, and handed out only by who may."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.access.actions import build_package
from liuhen.apps.access.models import Package
from liuhen.apps.cases.actions import NewCase, open_case
from liuhen.apps.journal.queries import entries_of_case
from liuhen.core.package import PackageError
from liuhen.core.tlog import parse_verifier_key
from liuhen.ports.outside import outside
from liuhen.verify.verifier import verify_package

PURPOSE = "提交人民法院"


@pytest.fixture
def built(world, tmp_path):
    path = tmp_path / "case.zip"
    with path.open("w+b") as file:
        build_package(world.cast.head, world.case, PURPOSE, file)
    return path


def test_a_stranger_with_the_log_key_verifies_it(built):
    report = verify_package(built, [parse_verifier_key(outside().signer.verifier_key)])
    assert report.verified, report.to_json()


def test_it_holds_the_original_the_document_the_verdict_and_every_entry_of_the_case(world, built):
    with zipfile.ZipFile(built) as archive:
        names = archive.namelist()
        original = next(name for name in names if name.startswith("originals/"))
        custody = [json.loads(line) for line in archive.read("custody/entries.jsonl").splitlines()]
        verdict = json.loads(archive.read("verdict.json"))
        case = json.loads(archive.read("metadata/case.json"))
        recording = json.loads(archive.read(f"metadata/recordings/recording-{world.recording.pk}.json"))
    assert world.recording.sha256 in original
    assert any(name.startswith("documents/") and name.endswith("on_site_record.pdf") for name in names)
    assert "keeping" in recording
    assert (verdict["case"], case["case"]["number"]) == (world.case.number, world.case.number)
    sealed = {entry["entry"]["seq"] for entry in custody}
    before_seal = [entry.seq for entry in entries_of_case(world.case.number) if entry.kind != "package.build"]
    assert sealed >= set(before_seal)


def test_it_tells_nothing_of_another_case_of_the_same_recording(world, tmp_path):
    other = open_case(world.cast.handler, NewCase(number="粤交罚〔2026〕2号", cause="另案", party="他人"))
    with (tmp_path / "case.zip").open("w+b") as file:
        build_package(world.cast.head, world.case, PURPOSE, file)
    assert other.number.encode() not in (tmp_path / "case.zip").read_bytes()


def test_building_is_journalled_with_purpose_and_manifest(world, built):
    entry = entries_of_case(world.case.number).order_by("-seq")[0]
    package = Package.objects.get()
    assert entry.kind == "package.build"
    assert PURPOSE in entry.body
    assert package.manifest_sha256 in entry.body


def test_one_changed_byte_of_the_package_is_found(built):
    raw = bytearray(built.read_bytes())
    raw[raw.index(b"%PDF-1.7") + 2] ^= 1
    built.write_bytes(raw)
    assert not verify_package(built, None).verified


def test_an_original_changed_in_the_vault_stops_the_building(world, monkeypatch):
    vault = type(outside().vault)
    monkeypatch.setattr(vault, "open", lambda self, sha256: io.BytesIO(b"other bytes"))
    with pytest.raises(PackageError, match="不一致"):
        build_package(world.cast.head, world.case, PURPOSE, io.BytesIO())
    assert not Package.objects.exists()


@pytest.mark.parametrize("name", ["officer", "handler", "reviewer", "inspector", "superior", "outsider"])
def test_only_heads_and_custodians_build(world, name):
    with pytest.raises(PermissionDenied):
        build_package(getattr(world.cast, name), world.case, PURPOSE, io.BytesIO())


def test_a_purpose_is_stated(world):
    with pytest.raises(ValidationError, match="用途"):
        build_package(world.cast.custodian, world.case, " ", io.BytesIO())


class TestInTheBrowser:
    def url(self, world):
        return f"/access/cases/{world.case.pk}/package/"

    def test_it_is_built_for_a_purpose_and_streamed(self, world, client, tmp_path):
        client.force_login(world.cast.custodian)
        assert "liuhen-verify" in client.get(self.url(world)).content.decode()
        answer = client.post(self.url(world), {"purpose": PURPOSE})
        assert answer.headers["Content-Type"] == "application/zip"
        path = tmp_path / "got.zip"
        path.write_bytes(b"".join(answer.streaming_content))
        assert verify_package(path, None).verified
        assert path.stat().st_size == int(answer.headers["Content-Length"])

    def test_it_asks_for_the_purpose(self, world, client):
        client.force_login(world.cast.head)
        answer = client.post(self.url(world), {"purpose": ""})
        assert answer.status_code == 422
        assert not Package.objects.exists()

    @pytest.mark.parametrize(("name", "status"), [("reader", 403), ("handler", 403), ("outsider", 404)])
    def test_it_is_not_for_everybody(self, world, client, name, status):
        client.force_login(getattr(world.cast, name))
        assert client.get(self.url(world)).status_code == status
        assert client.post(self.url(world), {"purpose": PURPOSE}).status_code == status
