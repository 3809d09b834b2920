"""The catalogues: fresh, and English for everything that is marked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def test_every_marked_string_has_an_english_translation_and_is_compiled():
    """Mend with `.venv/bin/python tools/messages.py`, then fill the empty msgstr of locale/en and run it again."""
    check = [sys.executable, str(ROOT / "tools/messages.py"), "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
