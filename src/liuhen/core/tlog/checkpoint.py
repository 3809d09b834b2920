"""C2SP tlog-checkpoint: a signed statement of a log's size and root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuhen.core.tlog.errors import MalformedError, SignatureError
from liuhen.core.tlog.note import NoteSigner, VerifierKey, parse_note, sign_note, verify_note
from liuhen.core.tlog.strict import format_base64, parse_decimal, parse_hash


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Origin (the log's name), tree size in leaves, root hash, and extension lines (none are written by Liuhen)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note text that is signed."""
        lines = [self.origin, str(self.size), format_base64(self.root), *self.extensions]
        return "".join(line + "\n" for line in lines)


def parse_checkpoint_text(text: str) -> Checkpoint:
    """Read a checkpoint's note text; MalformedError unless writing it again gives the same text."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise MalformedError("a checkpoint has at least three non-empty lines", found=text[:200])
    size = parse_decimal(lines[1], what="tree size")
    return Checkpoint(lines[0], size, parse_hash(lines[2], what="root hash"), tuple(lines[3:]))


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> bytes:
    """The signed checkpoint. The caller must know that it is consistent with every checkpoint signed before."""
    return sign_note(checkpoint.text, signer)


def open_checkpoint(raw: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint in a note signed by one of the log's `keys`; SignatureError when none signed it.

    A key speaks only for the log that bears its name.
    """
    note = parse_note(raw)
    checkpoint = parse_checkpoint_text(note.text)
    names = {key.name for key in verify_note(note, keys)}
    if checkpoint.origin not in names:
        raise SignatureError(
            "the checkpoint is of another log", expected=", ".join(sorted(names)), found=checkpoint.origin
        )
    return checkpoint


def read_checkpoint_unsafe(raw: bytes) -> Checkpoint:
    """The checkpoint in a note whose signatures were NOT checked: for one's own store, or to show a claim."""
    return parse_checkpoint_text(parse_note(raw).text)
