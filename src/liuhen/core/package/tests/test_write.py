"""Writing a package: it is the same every time, other tools can open it, and wrong bytes stop it."""

import dataclasses
import hashlib
import io
import zipfile

import pytest

from liuhen.core.package import (
    BUILD_KIND,
    INTAKE_KIND,
    ContainerError,
    Member,
    PackageError,
    PackageFile,
    Role,
    parse_custody,
    parse_manifest,
    read_container,
    write_package,
)
from liuhen.core.package.names import is_safe_path
from liuhen.core.package.tests.sample import SampleAgency, build, papers
from liuhen.core.tlog import MalformedError, canonical_json, parse_canonical


def _built() -> tuple[bytes, dict[str, bytes]]:
    out = io.BytesIO()
    build(out)
    with zipfile.ZipFile(out) as archive:
        return out.getvalue(), {name: archive.read(name) for name in archive.namelist()}


def _container(raw: bytes) -> dict[str, Member]:
    return read_container(lambda offset, length: raw[offset : offset + length], len(raw))


def test_the_same_contents_give_the_same_bytes():
    assert _built()[0] == _built()[0]


def test_any_zip_program_opens_a_package_and_finds_what_we_find():
    raw, files = _built()
    members = _container(raw)
    assert {name: raw[m.offset : m.offset + m.size] for name, m in members.items()} == files
    assert zipfile.ZipFile(io.BytesIO(raw)).testzip() is None


def test_the_manifest_lists_every_file_but_the_seals_own_with_its_digest():
    _, files = _built()
    manifest = parse_manifest(files["manifest.json"])
    assert manifest.to_bytes() == files["manifest.json"]
    listed = {file.path: file.sha256 for file in manifest.files}
    after = {"manifest.json", "seal.json", "checkpoint", *(f"proofs/{seq}.tlog-proof" for seq in (2, 3, 5, 6, 7))}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in after}


def test_the_seal_names_the_digest_of_the_manifest():
    _, files = _built()
    seal = parse_custody(files["seal.json"])
    assert seal.data["manifest_sha256"] == hashlib.sha256(files["manifest.json"]).hexdigest()
    assert seal.mismatch() is None


@pytest.mark.parametrize("stored", [b"changed!", b"short", b"much longer than was promised"])
def test_an_original_that_is_not_what_the_vault_says_stops_the_package_before_it_is_sealed(stored):
    agency = SampleAgency()
    files = agency.take_in("录像.mp4", hashlib.sha256(b"promised").hexdigest(), 8, lambda: io.BytesIO(stored))
    contents = agency.contents([*papers(), *files], agency.journal[:])
    with pytest.raises(PackageError, match=r"录像\.mp4"):
        write_package(io.BytesIO(), contents, agency.seal_for(contents.custody))
    assert [entry.kind for entry in agency.journal] == ["recordings.stored"]


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/x",
        "a//b",
        "a/../b",
        "C:/x",
        "a\\b",
        "录像.mp4",
        "a.",
        ".a",
        "x" * 200,
        "seal.json",
        "proofs/1.tlog-proof",
        "",
    ],
)
def test_a_path_that_is_not_plain_is_refused(path):
    agency = SampleAgency()
    contents = agency.contents([*papers(), PackageFile.from_bytes(path, Role.DOCUMENT, b"x")], [])
    with pytest.raises(PackageError):
        write_package(io.BytesIO(), contents, agency.seal_for([]))


def test_two_files_of_one_name_are_refused_even_if_only_capitals_differ():
    agency = SampleAgency()
    twice = [PackageFile.from_bytes(f"documents/{name}.pdf", Role.DOCUMENT, b"x") for name in ("a", "A")]
    with pytest.raises(PackageError, match="同一路径"):
        write_package(io.BytesIO(), agency.contents([*papers(), *twice], []), agency.seal_for([]))


def test_custody_out_of_order_or_without_its_proof_is_refused():
    agency = SampleAgency()
    first, second = agency.enter("a"), agency.enter("b")
    with pytest.raises(PackageError, match="递增"):
        write_package(io.BytesIO(), agency.contents(papers(), [second, first]), agency.seal_for([first, second]))
    with pytest.raises(PackageError, match="缺：2"):
        write_package(io.BytesIO(), agency.contents(papers(), [first, second]), agency.seal_for([first]))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "liuhen-evidence-package/2"},
        {"made_at": "2026-03-01"},
        {"log_key": "x"},
        {"more": 1},
        {"files": {}},
        {"custody": {"count": -1, "first_seq": None, "last_seq": None}},
        {"custody": None},
        {"agency": 5},
    ],
)
def test_a_manifest_that_strays_from_its_format_is_refused(change):
    value = parse_canonical(_built()[1]["manifest.json"], what="manifest")
    with pytest.raises(MalformedError):
        parse_manifest(canonical_json(value | change))


@pytest.mark.parametrize(
    "change",
    [
        {"role": "video"},
        {"role": []},
        {"role": "document"},
        {"sha256": "0" * 64},
        {"size": -1},
        {"size": True},
        {"entry": None},
        {"recording": None},
        {"recording": "../x"},
        {"path": "originals/x.mp4"},
    ],
)
def test_an_original_in_the_manifest_that_strays_from_its_format_is_refused(change):
    value = parse_canonical(_built()[1]["manifest.json"], what="manifest")
    place = next(i for i, file in enumerate(value["files"]) if file["role"] == "original")
    value["files"][place] |= change
    with pytest.raises(MalformedError):
        parse_manifest(canonical_json(value))


@pytest.mark.parametrize(
    "change", [{"salt": "00"}, {"salt": "Z" * 64}, {"entry": {}}, {"entry": {"seq": 1}}, {"leaf": {}}, {"x": 1}]
)
def test_a_custody_entry_that_strays_from_its_format_is_refused(change):
    value = parse_canonical(_built()[1]["seal.json"], what="seal")
    with pytest.raises(MalformedError):
        parse_custody(canonical_json(value | change))


def test_a_container_of_another_length_than_it_says_is_refused():
    raw, _ = _built()
    for bad in (raw[:-1], raw + b"\x00", b"\x00" + raw, b"", b"PK\x05\x06"):
        with pytest.raises(ContainerError):
            _container(bad)


def test_safe_paths_are_safe():
    assert is_safe_path("metadata/recordings/r-1_a.json")
    assert not is_safe_path("a/..b")


def test_what_a_file_record_says_cannot_be_changed():
    record = papers()[0].record
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.size = 1  # type: ignore[misc]


def _wide(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A package written as if 100 bytes were beyond 32 bits, so that all ZIP64 records appear in a small file."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    return _built()[0]


def test_a_package_beyond_32_bits_is_read_through_its_zip64_records(monkeypatch):
    raw = _wide(monkeypatch)
    assert b"PK\x06\x06" in raw
    members = _container(raw)
    files = _built()[1]
    assert {name: raw[m.offset : m.offset + m.size] for name, m in members.items()} == files


def test_no_changed_byte_in_zip64_records_goes_unseen(monkeypatch):
    raw = _wide(monkeypatch)
    members = _container(raw)
    inside = {place for m in members.values() for place in range(m.offset, m.offset + m.size)}
    unseen = []
    for place in (p for p in range(len(raw)) if p not in inside):
        changed = raw[:place] + bytes([raw[place] ^ 0x41]) + raw[place + 1 :]
        try:
            if _container(changed) == members:
                unseen.append(place)
        except ContainerError:
            continue
    assert unseen == []


def test_the_kinds_the_format_names_are_the_ones_it_documents():
    assert (INTAKE_KIND, BUILD_KIND) == ("recordings.stored", "package.build")
