"""Tampered twins: a true package verifies; for every step there are packages that fail at exactly that step."""

import dataclasses
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.core.package import CustodyEntry, PackageFile, Seal, write_package
from liuhen.core.package.tests.sample import SampleAgency, build, papers
from liuhen.core.tlog.tests.keys import FixedSigner
from liuhen.verify import KeySource, Outcome, Report, verify_package

STEPS = set(range(1, 10))


def _true() -> bytes:
    out = io.BytesIO()
    build(out)
    return out.getvalue()


TRUE = _true()


def _files(raw: bytes = TRUE) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zip(files: dict[str, bytes], **options: int) -> bytes:
    """Pack as a package is packed, unless told otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = options.get("attributes", 0o100644 << 16)
            info.compress_type = options.get("method", 0)
            archive.writestr(info, data)
    return out.getvalue()


def _changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = _files()
    change(files)
    return _zip(files)


def _flip(data: bytes, place: int = 0) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _flip_in(name: str, place: int = 0) -> bytes:
    return _changed(lambda files: files.__setitem__(name, _flip(files[name], place)))


def _rebuilt(
    custody: Callable[[list[CustodyEntry]], list[CustodyEntry]] = list,
    files: Callable[[list[PackageFile]], list[PackageFile]] = list,
    seal: Callable[[Seal], Seal] = lambda seal: seal,
    digest: Callable[[str], str] = str,
) -> bytes:
    """A package whose maker cheats before sealing, with a log that is in itself true."""
    agency = SampleAgency()
    original = agency.take_in("a.mp4", hashlib_of(b"video"), 5, lambda: io.BytesIO(b"video"))
    agency.enter("recordings.viewed", sha256=hashlib_of(b"video"))
    agency.enter("recordings.stored", sha256=hashlib_of(b"another"))
    entries = custody(agency.journal[:])
    sealer = agency.seal_for(entries)
    out = io.BytesIO()
    contents = agency.contents([*papers(), *files(original)], entries)
    write_package(out, contents, lambda value: seal(sealer(digest(value))))
    return out.getvalue()


def hashlib_of(data: bytes) -> str:
    return PackageFile.from_bytes("x", papers()[0].record.role, data).record.sha256


def _failed(report: Report) -> set[int]:
    return {step for step, outcome in report.outcomes.items() if outcome is Outcome.FAILED}


def _forged_entry(entries: list[CustodyEntry]) -> list[CustodyEntry]:
    last = entries[-1]
    return [*entries[:-1], dataclasses.replace(last, entry={**last.entry, "actor": "李四"})]


def _pointing_to(entry: int) -> Callable[[list[PackageFile]], list[PackageFile]]:
    def point(files: list[PackageFile]) -> list[PackageFile]:
        original, metadata = files
        return [PackageFile(dataclasses.replace(original.record, entry=entry), original.open), metadata]

    return point


def _other_case(seal: Seal) -> Seal:
    entry = {**seal.entry.entry, "data": {**seal.entry.data, "case_number": "other"}}
    return dataclasses.replace(seal, entry=dataclasses.replace(seal.entry, entry=entry))


PROOF = "proofs/3.tlog-proof"
HASH_LINE = len(b"c2sp.org/tlog-proof@v1\nindex 2\n")

TWINS: dict[str, tuple[int, str, Callable[[], bytes]]] = {
    "nothing in it": (1, "empty", lambda: b""),
    "no zip at all": (1, "not_zip", lambda: b"hello" * 100),
    "cut off": (1, "truncated", lambda: TRUE[:-40]),
    "bytes in front": (1, "not_zip", lambda: b"#!/bin/sh\n" + TRUE),
    "bytes behind": (1, "truncated", lambda: TRUE + b"x"),
    "repacked with compression": (1, "compressed", lambda: _zip(_files(), method=zipfile.ZIP_DEFLATED)),
    "a symbolic link": (1, "layout", lambda: _zip(_files(), attributes=0o120777 << 16)),
    "a path out of the folder": (1, "bad_name", lambda: _changed(lambda f: f.__setitem__("../x", b""))),
    "names that differ in capitals": (1, "duplicate", lambda: _changed(lambda f: f.__setitem__("Checkpoint", b""))),
    "no manifest": (2, "missing", lambda: _changed(lambda f: f.pop("manifest.json"))),
    "a manifest with a space": (
        2,
        "malformed",
        lambda: _changed(lambda f: f.__setitem__("manifest.json", f["manifest.json"] + b" ")),
    ),
    "a file too many": (3, "unlisted", lambda: _changed(lambda f: f.__setitem__("documents/9.pdf", b""))),
    "a document gone": (3, "missing", lambda: _changed(lambda f: f.pop("documents/0001.pdf"))),
    "one byte of a document": (4, "digest_differs", lambda: _flip_in("documents/0001.pdf")),
    "one byte of a document more": (
        4,
        "size_differs",
        lambda: _changed(lambda f: f.__setitem__("documents/0001.pdf", f["documents/0001.pdf"] + b" ")),
    ),
    "one byte of a recording": (
        4,
        "digest_differs",
        lambda: _flip_in(next(name for name in _files() if name.startswith("originals/"))),
    ),
    "a checkpoint of another size": (
        5,
        "bad_signature",
        lambda: _changed(lambda f: f.__setitem__("checkpoint", f["checkpoint"].replace(b"\n7\n", b"\n8\n"))),
    ),
    "a checkpoint without end": (5, "malformed", lambda: _changed(lambda f: f.__setitem__("checkpoint", b"x"))),
    "an entry rewritten": (6, "leaf_differs", lambda: _rebuilt(custody=_forged_entry)),
    "a proof changed": (7, "not_in_log", lambda: _flip_in(PROOF, HASH_LINE + 3)),
    "a proof gone": (7, "missing", lambda: _changed(lambda f: f.pop(PROOF))),
    "a proof too many": (
        7,
        "stray_proof",
        lambda: _changed(lambda f: f.__setitem__("proofs/4.tlog-proof", f[PROOF])),
    ),
    "a proof of another checkpoint": (7, "other_checkpoint", lambda: _flip_in(PROOF, -5 + len(_files()[PROOF]))),
    "an intake left out": (8, "no_intake", lambda: _rebuilt(custody=lambda entries: entries[1:])),
    "an original that points to another kind of act": (8, "no_intake", lambda: _rebuilt(files=_pointing_to(2))),
    "an original that points to another's intake": (8, "no_intake", lambda: _rebuilt(files=_pointing_to(3))),
    "a recording without metadata": (8, "no_metadata", lambda: _rebuilt(files=lambda files: files[:1])),
    "a seal of another manifest": (9, "seal_manifest", lambda: _rebuilt(digest=lambda _: "0" * 64)),
    "a seal of another case": (9, "seal_case", lambda: _rebuilt(seal=_other_case)),
}


def test_a_true_package_verifies_with_its_own_key_and_with_the_key_given():
    own = verify_package(io.BytesIO(TRUE))
    assert (own.verified, own.first_failed, own.findings, own.key_source) == (True, None, [], KeySource.PACKAGE)
    given_key = verify_package(io.BytesIO(TRUE), [FixedSigner().verifier])
    assert (given_key.verified, given_key.key_source) == (True, KeySource.GIVEN)
    assert given_key.summary["files"] == 10


@pytest.mark.parametrize("twin", TWINS)
def test_a_tampered_twin_fails_at_exactly_the_step_it_breaks(twin):
    step, code, make = TWINS[twin]
    report = verify_package(io.BytesIO(make()))
    assert report.first_failed == step
    assert _failed(report) == {step}
    assert code in {finding.code for finding in report.findings}
    assert not report.verified


def test_every_step_has_a_twin():
    assert {step for step, _, _ in TWINS.values()} == STEPS


def test_a_package_of_another_log_fails_at_the_key_when_a_key_is_given():
    report = verify_package(io.BytesIO(TRUE), [FixedSigner(seed=8).verifier])
    assert report.first_failed == 5
    assert "key_differs" in {finding.code for finding in report.findings}


def test_an_empty_list_of_trusted_keys_trusts_nobody():
    assert verify_package(io.BytesIO(TRUE), []).first_failed == 5


def test_a_manifest_rewritten_with_matching_digests_is_found_by_the_seal():
    files = _files()
    files["manifest.json"] = files["manifest.json"].replace("李四".encode(), "王五".encode())
    report = verify_package(io.BytesIO(_zip(files)))
    assert _failed(report) == {9}
    finding = report.findings[0]
    assert finding.expected != finding.found


def test_all_faults_are_reported_not_only_the_first():
    files = _files()
    files["documents/0001.pdf"] = b"other"
    files.pop(PROOF)
    assert _failed(verify_package(io.BytesIO(_zip(files)))) == {4, 7}


@settings(max_examples=300)
@given(place=st.integers(0, len(TRUE) - 1), bits=st.integers(1, 255))
def test_no_changed_byte_anywhere_in_a_package_goes_unseen(place, bits):
    raw = bytearray(TRUE)
    raw[place] ^= bits
    assert not verify_package(io.BytesIO(bytes(raw))).verified


@settings(max_examples=150)
@given(cut=st.integers(0, len(TRUE) - 1), tail=st.binary(max_size=60))
def test_no_cut_or_mangled_package_raises_or_verifies(cut, tail):
    report = verify_package(io.BytesIO(TRUE[:cut] + tail))
    assert report.verified == (TRUE[:cut] + tail == TRUE)


@settings(max_examples=200)
@given(name=st.sampled_from(sorted(_files())), data=st.binary(max_size=200), keep=st.integers(0, 400))
def test_no_contents_of_any_file_make_the_verifier_raise(name, data, keep):
    files = _files()
    files[name] = files[name][:keep] + data
    report = verify_package(io.BytesIO(_zip(files)))
    assert report.verified == (files == _files())
    report.to_json()
