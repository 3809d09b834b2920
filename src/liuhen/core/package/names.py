"""What files in a package may be called: plain ASCII paths that are the same file on every system.

Names given by cameras or people never become paths; they are kept as text in the manifest.
"""

from __future__ import annotations

import re

MANIFEST = "manifest.json"
SEAL = "seal.json"
CHECKPOINT = "checkpoint"
CUSTODY = "custody/entries.jsonl"
LOG_KEY = "keys/log.vkey"
VERDICT = "verdict.json"
README = "README.txt"
CASE = "metadata/case.json"
OUTSIDE_MANIFEST = frozenset({MANIFEST, SEAL, CHECKPOINT})
MAX_PATH = 180

_PART = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?"
_PATH = re.compile(rf"{_PART}(?:/{_PART})*")
_PROOF = re.compile(r"proofs/(0|[1-9][0-9]{0,18})\.tlog-proof")
_ORIGINAL = re.compile(r"originals/([0-9a-f]{64})(?:\.[a-z0-9]{1,8})?")
_RECORDING_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def is_safe_path(path: str) -> bool:
    """Whether a path is relative, without tricks, and spelled with letters, digits, dot, dash and underscore only."""
    return len(path) <= MAX_PATH and bool(_PATH.fullmatch(path)) and ".." not in path


def proof_path(seq: int) -> str:
    """Where the inclusion proof of journal entry `seq` lies."""
    return f"proofs/{seq}.tlog-proof"


def proof_seq(path: str) -> int | None:
    """The entry number of a proof's path, or None for any other path."""
    match = _PROOF.fullmatch(path)
    return int(match[1]) if match else None


def original_digest(path: str) -> str | None:
    """The SHA-256 in the name of an original, or None for any other path."""
    match = _ORIGINAL.fullmatch(path)
    return match[1] if match else None


def is_recording_id(text: str) -> bool:
    """Whether a recording's id can name its metadata file."""
    return bool(_RECORDING_ID.fullmatch(text))


def recording_path(recording: str) -> str:
    """Where the metadata of a recording lies."""
    return f"metadata/recordings/{recording}.json"


def is_outside_manifest(path: str) -> bool:
    """Whether this file comes into being after the manifest (the seal and its proofs), so that no manifest lists it."""
    return path in OUTSIDE_MANIFEST or proof_seq(path) is not None
