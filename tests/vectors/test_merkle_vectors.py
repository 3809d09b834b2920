"""The inclusion and consistency proofs of transparency-dev/merkle: good ones hold, hostile ones are refused."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from liuhen.core.tlog import ProofError, verify_consistency, verify_inclusion
from tests.vectors.where import vectors


def _cases(kind: str) -> list[tuple[str, dict[str, Any]]]:
    folder = vectors("merkle") / kind
    return [(str(p.relative_to(folder)), _load(p)) for p in sorted(folder.rglob("*.json"))]


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def _inclusion(case: dict[str, Any]) -> None:
    proof = [_bytes(step) for step in case["proof"] or []]
    leaf, root = _bytes(case["leafHash"]), _bytes(case["root"])
    verify_inclusion(leaf, case["leafIdx"], case["treeSize"], root=root, proof=proof)


def _consistency(case: dict[str, Any]) -> None:
    proof = [_bytes(step) for step in case["proof"] or []]
    roots = {"root1": _bytes(case["root1"]), "root2": _bytes(case["root2"])}
    verify_consistency(case["size1"], case["size2"], proof=proof, **roots)


@pytest.mark.parametrize(("kind", "check", "least"), [("inclusion", _inclusion, 90), ("consistency", _consistency, 90)])
def test_every_merkle_vector_is_judged_as_its_authors_judge_it(kind, check, least):
    cases, wrong = _cases(kind), []
    for name, case in cases:
        try:
            check(case)
            refused = False
        except ProofError:
            refused = True
        if refused != case["wantErr"]:
            wrong.append((name, case["desc"], case["wantErr"]))
    assert wrong == []
    assert len(cases) >= least
