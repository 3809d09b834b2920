"""Checking an evidence package. The numbered steps are the protocol; the report uses the same numbers.

1. The container is readable and safe: a stored ZIP without gaps, doubled or dangerous names, or disagreeing headers.
2. The manifest is canonical JSON with exactly the keys of its format.
3. Every file the manifest lists is there, and no other but the seal's own.
4. Every listed file has the size and SHA-256 of the manifest.
5. The checkpoint is signed by the log's key: the one given by whoever checks, else the package's own, which proves only
   that everything fits together; then the caller MUST compare the key shown with one obtained elsewhere.
6. Every custody entry gives, with its salt, the commitment in its leaf.
7. Every leaf is in the tree of the checkpoint.
8. Custody ascends, is as long as the manifest claims, and has the intake of every original with the same SHA-256.
9. The seal: the log holds, after all of these, an entry that names the SHA-256 of this manifest.

A step that fails is recorded with what was expected and found, and the others still run as far as they can. What is not
checked: whether what the files show is true, and whether the journal holds further entries that were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from liuhen.core.tlog import VerifierKey
from liuhen.verify.report import Outcome, Report
from liuhen.verify.source import open_source
from liuhen.verify.state import Blocked, Progress, State
from liuhen.verify.steps_files import step_1_container, step_2_manifest, step_3_listing, step_4_digests
from liuhen.verify.steps_log import (
    step_5_checkpoint,
    step_6_commitments,
    step_7_inclusion,
    step_8_custody,
    step_9_seal,
)


def verify_package(
    target: str | Path | BinaryIO,
    trusted_keys: Sequence[VerifierKey] | None = None,
    *,
    progress: Progress | None = None,
) -> Report:
    """Run all steps on a package and return the report; it never raises for what is in the file.

    `trusted_keys` are the log keys the caller believes; None means the package's own key is used and named in the
    report. Raises OSError when the file cannot be opened or read.
    """
    path = Path(target) if isinstance(target, str) else target
    with open_source(path) as source:
        state = State(source, trusted_keys, Report())
        for number, step in enumerate(_steps(progress), 1):
            _run(state, number, step)
    return state.report


def _steps(progress: Progress | None) -> list[Callable[[State], None]]:
    return [
        step_1_container,
        step_2_manifest,
        step_3_listing,
        lambda state: step_4_digests(state, progress),
        step_5_checkpoint,
        step_6_commitments,
        step_7_inclusion,
        step_8_custody,
        step_9_seal,
    ]


def _run(state: State, number: int, step: Callable[[State], None]) -> None:
    state.step = number
    outcome = Outcome.PASSED
    try:
        step(state)
    except Blocked:
        outcome = Outcome.NOT_RUN
    if any(finding.step == number for finding in state.report.findings):
        outcome = Outcome.FAILED
    state.report.outcomes[number] = outcome
