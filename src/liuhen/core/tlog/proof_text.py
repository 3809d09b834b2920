"""C2SP tlog-proof: one text file that proves one leaf's place in a log to somebody offline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from liuhen.core.tlog.checkpoint import read_checkpoint_unsafe
from liuhen.core.tlog.errors import MalformedError, TileError
from liuhen.core.tlog.note import MAX_NOTE
from liuhen.core.tlog.reader import TreeReader
from liuhen.core.tlog.strict import format_base64, parse_decimal, parse_hash
from liuhen.core.tlog.tiles import Fetch

_HEADER = b"c2sp.org/tlog-proof@v1"
_MAX_HASHES = 64


@dataclass(frozen=True, slots=True)
class LogProof:
    """Leaf index, audit path (leaf's sibling first) and the signed checkpoint it leads to."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes


def format_proof(proof: LogProof) -> bytes:
    """The bytes of a `.tlog-proof` file."""
    lines = [_HEADER.decode(), f"index {proof.index}", *map(format_base64, proof.path)]
    return "".join(line + "\n" for line in lines).encode() + b"\n" + proof.checkpoint


def parse_proof(raw: bytes) -> LogProof:
    """Read a `.tlog-proof`; the optional unauthenticated `extra` line is not accepted, since Liuhen writes none."""
    head, gap, checkpoint = raw.partition(b"\n\n")
    if not gap or len(raw) > 2 * MAX_NOTE:
        raise MalformedError("a proof is a header, an empty line and a checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedError("the head of a proof is ASCII") from error
    if lines[0] != _HEADER.decode() or len(lines) < 2 or not lines[1].startswith("index "):
        raise MalformedError("this is no C2SP tlog-proof", found=head[:60].decode("ascii"))
    if len(lines) - 2 > _MAX_HASHES:
        raise MalformedError("the proof has too many hashes", expected=f"≤ {_MAX_HASHES}", found=str(len(lines) - 2))
    index = parse_decimal(lines[1].removeprefix("index "), what="leaf index")
    return LogProof(index, tuple(parse_hash(line, what="proof hash") for line in lines[2:]), checkpoint)


def prove_leaves(fetch: Fetch, checkpoint: bytes, indices: Iterable[int]) -> dict[int, LogProof]:
    """Proofs for the leaves at `indices` in the tree of one's own signed `checkpoint`, by index.

    Raises TileError when the tiles do not give the checkpoint's root.
    """
    claimed = read_checkpoint_unsafe(checkpoint)
    reader = TreeReader(fetch, claimed.size)
    if (root := reader.root()) != claimed.root:
        raise TileError("the tiles do not give the signed root", expected=claimed.root.hex(), found=root.hex())
    return {index: LogProof(index, tuple(reader.inclusion_proof(index)), checkpoint) for index in indices}
