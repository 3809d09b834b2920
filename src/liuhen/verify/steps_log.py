"""Steps 5 to 9: the log's key and checkpoint, the custody entries, their place in the log, and the seal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from liuhen.core.package import BUILD_KIND, INTAKE_KIND, CustodyEntry, FileRecord, Role, parse_custody
from liuhen.core.package import names as n
from liuhen.core.tlog import (
    LogError,
    MalformedError,
    SignatureError,
    VerifierKey,
    leaf_hash,
    open_checkpoint,
    parse_proof,
    parse_verifier_key,
    verify_inclusion,
)
from liuhen.verify.report import KeySource
from liuhen.verify.state import Blocked, Held, State

_SMALL = 1 << 16
_MAX_NOTE = 1 << 20
_MAX_LINE = 1 << 20


def step_5_checkpoint(state: State) -> None:
    """The checkpoint is signed by the trusted key; without one, by the package's own, which the report says plainly."""
    own = _own_key(state)
    trusted = list(state.trusted) if state.trusted is not None else [own]
    state.report.key_source = KeySource.PACKAGE if state.trusted is None else KeySource.GIVEN
    state.report.key = str(own)
    if own not in trusted:
        state.fail("key_differs", n.LOG_KEY, expected=", ".join(map(str, trusted)), found=str(own))
    if state.manifest is not None and state.manifest.log_key != str(own):
        state.fail("key_claim_differs", n.LOG_KEY, expected=state.manifest.log_key, found=str(own))
    raw = state.read(n.CHECKPOINT, limit=_MAX_NOTE)
    try:
        state.checkpoint = open_checkpoint(raw, trusted)
    except SignatureError as error:
        state.fail("bad_signature", n.CHECKPOINT, expected=error.expected, found=error.found)
        raise Blocked from error
    except MalformedError as error:
        state.fail("malformed", n.CHECKPOINT, expected=error.expected, found=f"{error}: {error.found or ''}")
        raise Blocked from error
    state.checkpoint_raw = raw
    checkpoint = state.checkpoint
    state.report.summary["log"] = {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
    }


def _own_key(state: State) -> VerifierKey:
    raw = state.read(n.LOG_KEY, limit=_SMALL)
    try:
        text = raw.decode("utf-8")
        if not text.endswith("\n"):
            raise MalformedError("a key file is one line", found=text[-20:])
        return parse_verifier_key(text[:-1])
    except (MalformedError, UnicodeDecodeError) as error:
        state.fail("malformed", n.LOG_KEY, found=str(error))
        raise Blocked from error


def step_6_commitments(state: State) -> None:
    """Each custody entry, salted and hashed again, gives its leaf's commitment; kind, time and number agree too."""
    member = state.need_members().get(n.CUSTODY)
    if member is None:
        raise Blocked
    held, whole = [], True
    for number, line in enumerate(_lines(state), 1):
        entry = _parse_entry(state, line, f"{n.CUSTODY}:{number}")
        if entry is None:
            whole = False
            continue
        _check_leaf(state, entry, "leaf_differs")
        digest = entry.data.get("sha256")
        held.append(Held(entry.seq, entry.kind, digest if isinstance(digest, str) else None, entry.leaf))
    state.custody = held if whole else None


def _lines(state: State) -> Iterator[bytes]:
    """Lines of the custody file without their newline; the last must have one too."""
    member = state.need_members()[n.CUSTODY]
    rest = b""
    for piece in state.source.pieces(member.offset, member.size):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
        if len(rest) > _MAX_LINE:
            state.fail("too_large", n.CUSTODY, expected=f"line ≤ {_MAX_LINE}", found=str(len(rest)))
            raise Blocked
    if rest:
        yield rest + b"\n"  # not canonical, so it is reported as malformed


def _parse_entry(state: State, raw: bytes, where: str) -> CustodyEntry | None:
    try:
        return parse_custody(raw)
    except MalformedError as error:
        state.fail("malformed", where, expected=error.expected, found=f"{error}: {error.found or ''}")
        return None


def _check_leaf(state: State, entry: CustodyEntry, code: str) -> None:
    if mismatch := entry.mismatch():
        field, expected, found = mismatch
        state.fail(code, str(entry.seq), expected=f"{field}: {expected}", found=f"{field}: {found}")


def step_7_inclusion(state: State) -> None:
    """Each entry's leaf is in the tree of the signed checkpoint; every proof belongs to an entry."""
    if state.custody is None or state.checkpoint is None:
        raise Blocked
    for held in state.custody:
        _check_inclusion(state, held.seq, held.leaf)
    known = {held.seq for held in state.custody}
    seal = _seal_seq(state)
    for path in state.need_members():
        seq = n.proof_seq(path)
        if seq is not None and seq not in known and seq != seal:
            state.fail("stray_proof", path)


def _seal_seq(state: State) -> int | None:
    """Number the seal claims; whether the seal holds is step 9's question."""
    member = state.need_members().get(n.SEAL)
    if member is None or member.size > _MAX_LINE:
        return None
    try:
        return parse_custody(state.source.read_at(member.offset, member.size)).seq
    except MalformedError:
        return None


def _check_inclusion(state: State, seq: int, leaf: bytes) -> None:
    path = n.proof_path(seq)
    try:
        raw = state.read(path, limit=_MAX_NOTE)
    except Blocked:
        return
    try:
        proof = parse_proof(raw)
        if proof.checkpoint != state.checkpoint_raw:
            state.fail("other_checkpoint", path)
            return
        assert state.checkpoint is not None  # noqa: S101 - both callers have made sure
        size, root = state.checkpoint.size, state.checkpoint.root
        verify_inclusion(leaf_hash(leaf), proof.index, size, root=root, proof=proof.path)
        state.indices[seq] = proof.index
    except MalformedError as error:
        state.fail("malformed", path, expected=error.expected, found=f"{error}: {error.found or ''}")
    except LogError as error:
        state.fail("not_in_log", str(seq), expected=error.expected, found=f"{error}: {error.found or ''}")


def step_8_custody(state: State) -> None:
    """Entries ascend in number and in the log, are as many as claimed; every original was taken in as these bytes."""
    manifest = state.need_manifest()
    if state.custody is None:
        raise Blocked
    seqs = [held.seq for held in state.custody]
    _check_order(state, seqs)
    claim = manifest.custody
    found = (len(seqs), seqs[0] if seqs else None, seqs[-1] if seqs else None)
    if found != (claim.count, claim.first_seq, claim.last_seq):
        expected = (claim.count, claim.first_seq, claim.last_seq)
        state.fail("count_differs", n.CUSTODY, expected=str(expected), found=str(found))
    entries = {held.seq: held for held in state.custody}
    paths = {file.path for file in manifest.files}
    for file in manifest.files:
        _check_origin(state, file, entries)
        if file.role == Role.ORIGINAL and n.recording_path(file.recording or "") not in paths:
            state.fail("no_metadata", file.path, expected=n.recording_path(file.recording or ""))


def _check_order(state: State, seqs: list[int]) -> None:
    for before, after in pairwise(seqs):
        if after <= before:
            state.fail("order", str(after), expected=f"> {before}", found=str(after))
        elif before in state.indices and after in state.indices and state.indices[after] <= state.indices[before]:
            expected, found = f"index > {state.indices[before]}", f"index {state.indices[after]}"
            state.fail("order", str(after), expected=expected, found=found)


def _check_origin(state: State, file: FileRecord, entries: dict[int, Held]) -> None:
    if file.entry is None:
        return
    held = entries.get(file.entry)
    if held is None:
        state.fail("no_intake", file.path, expected=f"seq {file.entry}")
    elif held.sha256 != file.sha256:
        state.fail("no_intake", file.path, expected=file.sha256, found=held.sha256)
    elif file.role == Role.ORIGINAL and held.kind != INTAKE_KIND:
        state.fail("no_intake", file.path, expected=INTAKE_KIND, found=held.kind)


def step_9_seal(state: State) -> None:
    """The journal's `package.build` entry, itself in the log after all others, names this manifest's SHA-256."""
    manifest = state.need_manifest()
    seal = _parse_entry(state, state.read(n.SEAL, limit=_MAX_LINE), n.SEAL)
    if seal is None or state.checkpoint is None:
        raise Blocked
    if seal.kind != BUILD_KIND:
        state.fail("seal_kind", n.SEAL, expected=BUILD_KIND, found=seal.kind)
    found = state.manifest_digest
    if seal.data.get("manifest_sha256") != found:
        state.fail("seal_manifest", n.MANIFEST, expected=str(seal.data.get("manifest_sha256")), found=found)
    if seal.data.get("case_number") != manifest.case_number:
        state.fail("seal_case", n.SEAL, expected=manifest.case_number, found=str(seal.data.get("case_number")))
    _check_leaf(state, seal, "seal_leaf")
    _check_inclusion(state, seal.seq, seal.leaf)
    _check_last(state, seal.seq, manifest.custody.last_seq)
    state.report.summary["sealed"] = {"seq": seal.seq, "at": str(seal.entry["at"]), "manifest_sha256": found}


def _check_last(state: State, seq: int, last: int | None) -> None:
    """The seal comes after every entry it seals, by its number and by its place in the log."""
    if last is not None and seq <= last:
        state.fail("seal_order", n.SEAL, expected=f"> {last}", found=str(seq))
    place = state.indices.get(seq)
    latest = max((index for other, index in state.indices.items() if other != seq), default=-1)
    if place is not None and place <= latest:
        state.fail("seal_order", n.SEAL, expected=f"index > {latest}", found=f"index {place}")
