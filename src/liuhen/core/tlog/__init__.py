"""The transparency log: RFC 6962 Merkle trees in the C2SP tlog-tiles layout with signed checkpoints.

Pure functions over bytes. Where tiles lie is told by a `Fetch` (path → bytes or None): `dict.get`, a folder, a ZIP.

To seal journal entries: `commitment`, `leaf_bytes`, then `append_leaves` on the last signed size, write the files it
returns, then `sign_checkpoint` and publish that last. To prove: `TreeReader`, `LogProof`. To check a whole log:
`check_log`. Everything raises one family, `LogError`.
"""

from liuhen.core.tlog.canonical import canonical_json, parse_canonical
from liuhen.core.tlog.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint_text,
    read_checkpoint_unsafe,
    sign_checkpoint,
)
from liuhen.core.tlog.errors import LogError, MalformedError, ProofError, SignatureError, TileError
from liuhen.core.tlog.growth import Growth, append, append_leaves, check_log
from liuhen.core.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash, root_of_hashes
from liuhen.core.tlog.leaf import SALT_SIZE, Leaf, commitment, format_time, leaf_bytes, parse_leaf
from liuhen.core.tlog.note import (
    Note,
    NoteSignature,
    NoteSigner,
    VerifierKey,
    format_note,
    parse_note,
    parse_verifier_key,
    sign_note,
    verify_note,
)
from liuhen.core.tlog.proof_text import LogProof, format_proof, parse_proof, prove_leaves
from liuhen.core.tlog.proofs import root_from_inclusion, verify_consistency, verify_inclusion
from liuhen.core.tlog.reader import TreeReader
from liuhen.core.tlog.tiles import CHECKPOINT_PATH, Fetch, Tile, parse_tile_path

__all__ = [
    "CHECKPOINT_PATH",
    "EMPTY_ROOT",
    "SALT_SIZE",
    "Checkpoint",
    "Fetch",
    "Growth",
    "Leaf",
    "LogError",
    "LogProof",
    "MalformedError",
    "Note",
    "NoteSignature",
    "NoteSigner",
    "ProofError",
    "SignatureError",
    "Tile",
    "TileError",
    "TreeReader",
    "VerifierKey",
    "append",
    "append_leaves",
    "canonical_json",
    "check_log",
    "commitment",
    "format_note",
    "format_proof",
    "format_time",
    "leaf_bytes",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "parse_canonical",
    "parse_checkpoint_text",
    "parse_leaf",
    "parse_note",
    "parse_proof",
    "parse_tile_path",
    "parse_verifier_key",
    "prove_leaves",
    "read_checkpoint_unsafe",
    "root_from_inclusion",
    "root_of_hashes",
    "sign_checkpoint",
    "sign_note",
    "verify_consistency",
    "verify_inclusion",
    "verify_note",
]
