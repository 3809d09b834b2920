"""The text formats: one spelling per value, and nothing that is merely similar is taken for it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.tlog import (
    Checkpoint,
    Leaf,
    LogError,
    LogProof,
    MalformedError,
    SignatureError,
    Tile,
    TileError,
    canonical_json,
    commitment,
    format_note,
    format_proof,
    leaf_bytes,
    open_checkpoint,
    parse_canonical,
    parse_checkpoint_text,
    parse_leaf,
    parse_note,
    parse_proof,
    parse_tile_path,
    parse_verifier_key,
    read_checkpoint_unsafe,
    sign_checkpoint,
    sign_note,
    verify_note,
)
from liuhen.core.tlog.strict import parse_base64, parse_decimal
from liuhen.core.tlog.tests.keys import FixedSigner
from liuhen.core.tlog.tiles import decode_bundle, encode_bundle

SIGNER = FixedSigner()
HASH = bytes(range(32))
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "text", ["", "４２", "4_2", " 42", "42\n", "042", "+4", "-0", "1e3", "٣", str(2**63), "9" * 40]
)
def test_only_plain_ascii_digits_are_a_number(text):
    with pytest.raises(MalformedError):
        parse_decimal(text, what="number")


@pytest.mark.parametrize(
    "text", ["", "=", "YQ", "YQ=", "YR==", "YQ==\n", "Y Q=", "YQ==YQ==", "Y-_=", "ＹＱ==", "YWE=="]
)
def test_only_canonical_base64_is_read(text):
    with pytest.raises(MalformedError):
        parse_base64(text, what="value")


@given(st.integers(0, 10**12), st.one_of(st.none(), st.integers(0, 63)), st.integers(1, 256))
def test_tile_paths_are_read_back_as_written(index, level, width):
    tile = Tile(level, index, width)
    assert parse_tile_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/000/",
        "tile/０/000",
        "tile/0/../000",
        "checkpoint",
    ],
)
def test_other_spellings_of_a_tile_path_are_refused(path):
    with pytest.raises(MalformedError):
        parse_tile_path(path)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=9))
def test_a_bundle_gives_back_its_entries_and_no_cut_bundle_is_read(entries):
    raw = encode_bundle(entries)
    bundle = Tile(None, 0, len(entries))
    assert list(decode_bundle(raw, bundle)) == entries
    for bad in (raw[:-1], raw + b"\x00", raw + b"\x00\x00"):
        with pytest.raises(TileError):
            list(decode_bundle(bad, bundle))


def test_an_entry_beyond_65535_bytes_does_not_fit_a_bundle():
    with pytest.raises(TileError):
        encode_bundle([bytes(65536)])


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_opens_to_what_was_signed(size, root):
    checkpoint = Checkpoint(SIGNER.name, size, root)
    raw = sign_checkpoint(checkpoint, SIGNER)
    assert open_checkpoint(raw, [SIGNER.verifier]) == checkpoint == read_checkpoint_unsafe(raw)
    assert parse_checkpoint_text(checkpoint.text).text == checkpoint.text


@given(st.data())
def test_no_changed_byte_of_a_checkpoint_goes_unseen(data):
    raw = bytearray(sign_checkpoint(Checkpoint(SIGNER.name, 70_000, HASH), SIGNER))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(LogError):
        open_checkpoint(bytes(raw), [SIGNER.verifier])


@pytest.mark.parametrize("size", ["０", "01", "-1", "1 ", "", "1\u2028"])
def test_a_checkpoint_with_another_spelling_of_its_size_is_refused(size):
    with pytest.raises(MalformedError):
        parse_checkpoint_text(f"log\n{size}\n{'A' * 43}=\n")


@pytest.mark.parametrize(
    "text", ["log\n1\n", "log\n1\nAAAA\n", "\n1\n" + "A" * 43 + "=\n", "log\n1\n" + "A" * 43 + "=\n\nx\n"]
)
def test_a_checkpoint_with_a_missing_line_or_short_root_is_refused(text):
    with pytest.raises(MalformedError):
        parse_checkpoint_text(text)


def test_lines_are_split_at_newlines_only():
    text = "第一行\u2028仍是第一行\u0085仍是\n第二行\n"
    note = parse_note(sign_note(text, SIGNER))
    assert note.text == text
    assert verify_note(note, [SIGNER.verifier]) == [SIGNER.verifier]


def test_text_of_a_note_may_hold_empty_lines():
    assert parse_note(sign_note("a\n\nb\n", SIGNER)).text == "a\n\nb\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace("— ".encode(), b"- "),
        lambda raw: raw.replace(b"\n\n", b"\n"),
        lambda raw: raw.rstrip(b"\n"),
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw + b"\n",
        lambda raw: b"\xff" + raw,
        lambda raw: raw.replace(b"log.example", b"log example"),
        lambda raw: raw.replace(b"log.example", "log\u3000example".encode()),
        lambda raw: raw + raw.split(b"\n\n")[1] * 100,
        lambda raw: raw * 20_000,
    ],
)
def test_a_note_that_strays_from_the_format_is_refused(change):
    with pytest.raises(MalformedError):
        parse_note(change(sign_note("text\n", SIGNER)))


def test_signatures_of_unknown_keys_are_ignored_but_one_known_key_must_have_signed():
    raw = sign_note("text\n", SIGNER)
    stranger = FixedSigner("witness.example/w", seed=9)
    both = parse_note(
        format_note("text\n", [*parse_note(raw).signatures, *parse_note(sign_note("text\n", stranger)).signatures])
    )
    assert verify_note(both, [SIGNER.verifier]) == [SIGNER.verifier]
    with pytest.raises(SignatureError):
        verify_note(parse_note(raw), [stranger.verifier])


def test_a_key_of_another_log_does_not_open_a_checkpoint():
    raw = sign_checkpoint(Checkpoint("other.example/log", 1, HASH), SIGNER)
    with pytest.raises(SignatureError, match="another log"):
        open_checkpoint(raw, [SIGNER.verifier])


def test_a_verifier_key_is_read_back_as_written():
    assert parse_verifier_key(str(SIGNER.verifier)) == SIGNER.verifier


@pytest.mark.parametrize("change", ["x", "name", "upper", "type", "short"])
def test_a_verifier_key_whose_parts_disagree_is_refused(change):
    name, key_id, raw = str(SIGNER.verifier).split("+", 2)
    bad = {
        "x": "x",
        "name": f"other+{key_id}+{raw}",
        "upper": f"{name}+{key_id.upper()}A+{raw}",
        "type": f"{name}+{key_id}+B{raw[1:]}",
        "short": f"{name}+{key_id}+AQ==",
    }
    with pytest.raises(MalformedError):
        parse_verifier_key(bad[change])


@given(st.integers(0, 2**40), st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_a_proof_file_is_read_back_as_written(index, path):
    proof = LogProof(index, tuple(path), sign_checkpoint(Checkpoint(SIGNER.name, 5, HASH), SIGNER))
    assert parse_proof(format_proof(proof)) == proof


@given(st.binary(max_size=300))
def test_no_bytes_make_the_readers_raise_anything_but_their_own_error(raw):
    for read in (parse_note, parse_proof, read_checkpoint_unsafe, parse_leaf):
        with pytest.raises(LogError):
            read(raw)
    with pytest.raises(LogError):
        parse_verifier_key(raw.decode("latin-1"))


@given(json_values)
def test_canonical_json_is_read_back_and_means_the_same(value):
    raw = canonical_json(value)
    assert parse_canonical(raw, what="value") == value == json.loads(raw)


def test_canonical_json_sorts_keys_by_utf16_as_rfc_8785_does():
    assert canonical_json({"\ue000": 1, "😀": 2, "a": 3}).decode() == '{"a":3,"😀":2,"\ue000":1}'


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", {1: 2}, NOON, {"a": {2}}, 2**53, "\ud800", {"\ud800": 1}])
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(MalformedError):
        canonical_json(value)


def test_endless_nesting_is_refused():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(MalformedError, match="deep"):
        canonical_json(deep)
    with pytest.raises(MalformedError):
        parse_canonical(b"[" * 100_000, what="value")


@pytest.mark.parametrize(
    "raw", [b'{"a":1,"a":1}', b'{"b":1,"a":2}', b"[1, 2]", b"1.0", b"NaN", b"-0", b'"\\u0061"', b"\xef\xbb\xbf1"]
)
def test_json_that_is_not_canonical_is_refused(raw):
    with pytest.raises(MalformedError):
        parse_canonical(raw, what="value")


def test_a_leaf_says_when_what_kind_and_commits_to_the_salted_entry():
    bound = commitment(bytes(32), {"who": "张三"})
    raw = leaf_bytes(kind="recording.view", at=NOON, seq=7, commitment=bound)
    assert parse_leaf(raw) == Leaf("recording.view", "2026-03-01T04:00:00.000000Z", 7, bound)
    assert bound != commitment(bytes(31) + b"\x01", {"who": "张三"})
    assert bound != commitment(bytes(32), {"who": "李四"})


def test_a_salt_of_another_length_and_a_time_without_zone_are_refused():
    with pytest.raises(MalformedError):
        commitment(b"short", {})
    with pytest.raises(MalformedError):
        leaf_bytes(
            kind="x", at=datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), seq=1, commitment="sha256:" + "0" * 64
        )
    with pytest.raises(MalformedError):
        leaf_bytes(kind="x", at=NOON, seq=1, commitment="sha256:short")


@pytest.mark.parametrize(
    "change", [{"v": 2}, {"v": True}, {"seq": "1"}, {"seq": True}, {"kind": 1}, {"commitment": "x"}, {"more": 1}]
)
def test_a_leaf_with_other_fields_is_refused(change):
    good = json.loads(leaf_bytes(kind="k", at=NOON, seq=1, commitment="sha256:" + "0" * 64))
    with pytest.raises(MalformedError):
        parse_leaf(canonical_json(good | change))
