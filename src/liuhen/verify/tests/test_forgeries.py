"""Packages forged with the log's own key: what the maker himself cannot make consistent is still found."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from liuhen.core.package import BUILD_KIND, CustodyEntry
from liuhen.core.package.tests.sample import CASE, SampleAgency, build, papers
from liuhen.core.package.write import write_package
from liuhen.core.tlog import canonical_json, format_proof, parse_canonical, prove_leaves
from liuhen.core.tlog.tests.keys import FixedSigner
from liuhen.verify import Outcome, verify_package

Change = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _base(agency: SampleAgency) -> dict[str, bytes]:
    video = agency.take_in("a.mp4", hashlib.sha256(b"video").hexdigest(), 5, lambda: io.BytesIO(b"video"))
    agency.enter("recordings.viewed", purpose="核对")
    entries = agency.journal[:]
    out = io.BytesIO()
    write_package(out, agency.contents([*papers(), *video], entries), agency.seal_for(entries))
    agency.journal.pop()
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("proofs/")}


def _forge(
    custody: Change = _same,
    manifest: Change = _same,
    seal: Change = _same,
    log: Change = _same,
    enter: dict[str, Any] | None = None,
) -> bytes:
    """Change custody, manifest, seal entry or the order of the log, and make everything after it fit."""
    agency = SampleAgency()
    files = _base(agency)
    entries: list[CustodyEntry] = custody(agency.journal[:])
    files["custody/entries.jsonl"] = b"".join(entry.to_bytes() + b"\n" for entry in entries)
    value = parse_canonical(files["manifest.json"], what="manifest")
    record = next(file for file in value["files"] if file["path"] == "custody/entries.jsonl")
    record["sha256"] = hashlib.sha256(files["custody/entries.jsonl"]).hexdigest()
    files["manifest.json"] = canonical_json(manifest(value))
    digest = hashlib.sha256(files["manifest.json"]).hexdigest()
    last = agency.enter(**{"kind": BUILD_KIND, "case_number": CASE, "manifest_sha256": digest, **(enter or {})})
    agency.journal = log(agency.journal)
    files["checkpoint"] = agency.publish()
    proofs = prove_leaves(agency.files.get, files["checkpoint"], range(len(agency.journal)))
    for index, entry in enumerate(agency.journal):
        files[f"proofs/{entry.seq}.tlog-proof"] = format_proof(proofs[index])
    files["seal.json"] = seal(last).to_bytes()
    return _zip(files)


def _zip(files: dict[str, bytes], junk_after: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
            if name == junk_after:
                out.seek(archive.start_dir)
                out.write(b"junk")
                archive.start_dir += 4
    return out.getvalue()


def _claiming(**claim: int) -> Change:
    return lambda value: {**value, "custody": {**value["custody"], **claim}}


def _renamed(entry: CustodyEntry) -> CustodyEntry:
    return replace(entry, entry={**entry.entry, "actor": "王五"})


OTHER_KEY = str(FixedSigner(seed=9).verifier)

FORGERIES: dict[str, tuple[int, str, Callable[[], bytes]]] = {
    "the manifest names another key": (
        5,
        "key_claim_differs",
        lambda: _forge(manifest=lambda m: {**m, "log_key": OTHER_KEY}),
    ),
    "custody runs backwards": (
        8,
        "order",
        lambda: _forge(custody=lambda e: e[::-1], manifest=_claiming(first_seq=2, last_seq=1)),
    ),
    "custody and log both run backwards": (
        8,
        "order",
        lambda: _forge(lambda e: e[::-1], _claiming(first_seq=2, last_seq=1), log=lambda j: [j[1], j[0], j[2]]),
    ),
    "the log holds the entries in another order": (8, "order", lambda: _forge(log=lambda j: [j[1], j[0], j[2]])),
    "the manifest claims more entries": (8, "count_differs", lambda: _forge(manifest=_claiming(count=3))),
    "the seal is another kind of act": (9, "seal_kind", lambda: _forge(enter={"kind": "case.open"})),
    "the seal was rewritten": (9, "seal_leaf", lambda: _forge(seal=_renamed)),
    "the log holds the seal before the entries": (9, "seal_order", lambda: _forge(log=lambda j: [j[2], j[0], j[1]])),
    "the seal has the number of an entry": (9, "seal_order", lambda: _forge(enter={"number": 2})),
}


def test_what_the_forger_starts_from_is_true():
    assert verify_package(io.BytesIO(_forge())).verified


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_by_the_log_itself_is_found_at_its_step(name):
    step, code, make = FORGERIES[name]
    report = verify_package(io.BytesIO(make()))
    assert code in {finding.code for finding in report.findings if finding.step == step}
    if name != "the seal has the number of an entry":  # which also takes that entry's proof away
        assert [s for s, outcome in report.outcomes.items() if outcome is Outcome.FAILED] == [step]


@pytest.mark.parametrize("place", ["checkpoint", "last"])
def test_bytes_hidden_between_members_or_before_the_directory_are_found(place):
    out = io.BytesIO()
    build(out)
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    hidden = _zip(files, junk_after=list(files)[-1] if place == "last" else place)
    assert zipfile.ZipFile(io.BytesIO(hidden)).testzip() is None
    report = verify_package(io.BytesIO(hidden))
    assert (report.first_failed, report.findings[0].code) == (1, "gap")


def test_bytes_hidden_inside_the_directory_are_found():
    out = io.BytesIO()
    build(out)
    raw, end = out.getvalue()[:-22], bytearray(out.getvalue()[-22:])
    struct.pack_into("<I", end, 12, struct.unpack_from("<I", end, 12)[0] + 4)
    report = verify_package(io.BytesIO(raw + b"junk" + bytes(end)))
    assert (report.first_failed, report.findings[0].code) == (1, "layout")
