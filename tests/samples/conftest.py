"""Where the real camera files are, and the score per kind that is printed after a run."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from liuhen.adapters.media_probe.parent import ChildProbe

DEFAULT = Path(__file__).parents[3] / "shared" / "samples"
Scores = dict[str, list[tuple[str, str, bool]]]
_SCORES = pytest.StashKey[Scores]()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real camera files, or a skip that says what is missing."""
    folder = Path(os.environ.get("LIUHEN_SAMPLES", DEFAULT))
    if not (folder / "MANIFEST.json").is_file():
        pytest.skip(f"no camera files at {folder}: set LIUHEN_SAMPLES to their folder")
    return folder


@pytest.fixture(scope="session")
def manifest(samples: Path) -> list[dict[str, Any]]:
    """What is known about each file."""
    files: list[dict[str, Any]] = json.loads((samples / "MANIFEST.json").read_text("utf-8"))["files"]
    return files


@pytest.fixture(scope="session")
def scores(pytestconfig: pytest.Config) -> Scores:
    """Per kind: file, field, and whether what was read agrees with the truth."""
    return pytestconfig.stash.setdefault(_SCORES, defaultdict(list))


@pytest.fixture(scope="session")
def probe() -> Iterator[ChildProbe]:
    """One probe for all files, as in service."""
    probe = ChildProbe()
    yield probe
    probe.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print right of all per kind and field, and every miss."""
    scores = config.stash.get(_SCORES, None)
    if not scores:
        return
    terminalreporter.section("camera files: agreement with the truth, per kind")
    for kind, checks in sorted(scores.items()):
        right = sum(ok for _, _, ok in checks)
        fields = {field: [ok for _, one, ok in checks if one == field] for _, field, _ in checks}
        parts = "  ".join(f"{field} {sum(oks)}/{len(oks)}" for field, oks in sorted(fields.items()))
        terminalreporter.write_line(f"{kind:17} {right:3}/{len(checks):3} {right / len(checks):6.1%}   {parts}")
        for file, field, ok in checks:
            if not ok:
                terminalreporter.write_line(f"    differs: {file} {field}")
