"""The key file: kept once, readable by its owner alone, never half written."""

import stat

import pytest

from liuhen.adapters.software_signer import create_key, load_key
from liuhen.core.tlog import parse_note, parse_verifier_key, sign_note, verify_note
from liuhen.ports.signer import Signer, SignerError

NAME = "log.example/liuhen"


def test_a_created_key_is_private_and_loads_as_the_same_key(tmp_path):
    path = tmp_path / "keys" / "log.key"
    created: Signer = create_key(path, NAME)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path).verifier_key == created.verifier_key
    assert [p.name for p in path.parent.iterdir()] == ["log.key"]


def test_what_a_key_signs_is_verified_by_its_public_half(tmp_path):
    signer = create_key(tmp_path / "log.key", NAME)
    key = parse_verifier_key(signer.verifier_key)
    assert verify_note(parse_note(sign_note("text\n", signer)), [key]) == [key]


def test_two_keys_differ_and_an_existing_key_is_never_overwritten(tmp_path):
    first = create_key(tmp_path / "a", NAME)
    assert create_key(tmp_path / "b", NAME).verifier_key != first.verifier_key
    with pytest.raises(SignerError, match="已存在"):
        create_key(tmp_path / "a", NAME)
    assert load_key(tmp_path / "a").verifier_key == first.verifier_key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_may_read_is_refused_with_the_remedy(tmp_path, mode):
    path = tmp_path / "log.key"
    create_key(path, NAME)
    path.chmod(mode)
    with pytest.raises(SignerError, match="chmod 600"):
        load_key(path)


@pytest.mark.parametrize("damage", [b"", b"x\n", b"PRIVATE+KEY+a+00000000+AQ==\n", b"\xff\xfe"])
def test_a_damaged_key_is_refused(tmp_path, damage):
    path = tmp_path / "log.key"
    path.write_bytes(damage)
    path.chmod(0o600)
    with pytest.raises(SignerError, match="损坏"):
        load_key(path)


def test_a_key_whose_id_was_changed_is_refused(tmp_path):
    path = tmp_path / "log.key"
    signer = create_key(path, NAME)
    path.write_text(path.read_text().replace(signer.key_id.hex(), "00000000"))
    with pytest.raises(SignerError, match="损坏"):
        load_key(path)


def test_a_missing_key_and_a_bad_name_are_explained(tmp_path):
    with pytest.raises(SignerError, match="liuhen init"):
        load_key(tmp_path / "none")
    with pytest.raises(SignerError, match="加号"):
        create_key(tmp_path / "log.key", "a+b")


def test_the_secret_does_not_show_in_the_representation(tmp_path):
    signer = create_key(tmp_path / "log.key", NAME)
    secret = (tmp_path / "log.key").read_text().strip().split("+")[-1]
    assert secret not in repr(signer)
