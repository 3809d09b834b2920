"""A small log written by another implementation (transparency-dev/tessera) is read and proved by ours."""

from pathlib import Path

import pytest

from liuhen.core.tlog import (
    Checkpoint,
    SignatureError,
    TreeReader,
    append_leaves,
    check_log,
    leaf_hash,
    open_checkpoint,
    parse_verifier_key,
    verify_consistency,
    verify_inclusion,
)
from liuhen.core.tlog.tiles import Fetch
from tests.vectors.where import vectors

KEY = parse_verifier_key("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
LAST = 15


def _log() -> Path:
    return vectors("tlog") / "tessera-log"


def _fetch(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes | None:
        file = folder / path
        return file.read_bytes() if file.is_file() else None

    return fetch


def _checkpoint(folder: Path, size: int) -> Checkpoint:
    return open_checkpoint((folder / f"checkpoint.{size}").read_bytes(), [KEY])


@pytest.mark.parametrize("size", range(LAST + 1))
def test_every_checkpoint_of_the_foreign_log_is_signed_and_its_root_follows_from_its_tiles(size):
    folder = _log()
    checkpoint = _checkpoint(folder, size)
    assert checkpoint.size == size
    assert TreeReader(_fetch(folder), size).root() == checkpoint.root


def test_every_leaf_of_the_foreign_log_is_proved_in_every_tree_that_holds_it():
    folder = _log()
    fetch = _fetch(folder)
    leaves = list(TreeReader(fetch, LAST).entries(0, LAST))
    assert leaves[:3] == [b"one", b"two", b"three"]
    for size in range(1, LAST + 1):
        root = _checkpoint(folder, size).root
        for index in range(size):
            proof = TreeReader(fetch, size).inclusion_proof(index)
            verify_inclusion(leaf_hash(leaves[index]), index, size, root=root, proof=proof)


def test_every_two_checkpoints_of_the_foreign_log_are_consistent():
    folder = _log()
    trees = [_checkpoint(folder, size) for size in range(LAST + 1)]
    for old in trees:
        for new in trees[old.size :]:
            proof = TreeReader(_fetch(folder), new.size).consistency_proof(old.size)
            verify_consistency(old.size, new.size, root1=old.root, root2=new.root, proof=proof)


def test_growing_our_own_tree_leaf_by_leaf_writes_the_foreign_files_byte_for_byte():
    folder = _log()
    fetch = _fetch(folder)
    files: dict[str, bytes] = {}
    for size, leaf in enumerate(TreeReader(fetch, LAST).entries(0, LAST)):
        grown = append_leaves(files.get, size, [leaf])
        files |= grown.files
        assert grown.root == _checkpoint(folder, size + 1).root
    assert files == {path: fetch(path) for path in files}
    assert check_log(fetch, TreeReader(fetch, LAST).entries(0, LAST), size=LAST, root=grown.root) == []


def test_a_foreign_checkpoint_with_one_digit_changed_is_refused():
    raw = (_log() / "checkpoint.15").read_bytes()
    with pytest.raises(SignatureError):
        open_checkpoint(raw.replace(b"\n15\n", b"\n14\n"), [KEY])
