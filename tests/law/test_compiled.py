"""The compiled engine says word for word what the plain one says, of every worked case of every text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TELL = """
import hashlib, json, sys
import liuhen.core.duties.evaluate as engine
from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.duties.verdict_json import verdict_json

folder = DiskLawFolder()
for id in folder.ids():
    for check in folder.cases(id):
        texts = [folder.text(text) for text in check.texts]
        found = engine.evaluate(check.dossier, texts, check.at, calendar=folder.calendar())
        told = json.dumps(verdict_json(found, now=check.at), ensure_ascii=False)
        print(check.file, check.line, hashlib.sha256(told.encode()).hexdigest())
print(engine.__file__, file=sys.stderr)
"""


def told(**environment):
    """What the engine found first by an interpreter says of each case, and the file it was loaded from."""
    run = subprocess.run(
        [sys.executable, "-c", TELL],
        env=os.environ | {"LIUHEN_LAW": str(ROOT / "law")} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines(), run.stderr.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A compiled copy of the package; skipped where there is no compiler."""
    into = tmp_path_factory.mktemp("compiled") / "engine"
    command = [sys.executable, ROOT / "tools/compiled.py", "--quick", "--into", into]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if "apt-get install" in made.stderr:
        pytest.skip(f"the engine cannot be compiled here: {made.stderr.strip()}")
    assert made.returncode == 0, made.stderr
    return into


def test_the_compiled_engine_says_what_the_plain_one_says(compiled):
    plain, plain_file = told()
    fast, fast_file = told(PYTHONPATH=str(compiled))
    assert plain_file.endswith("evaluate.py")
    assert fast_file.endswith(".so")
    assert len(plain) > 300
    assert fast == plain
