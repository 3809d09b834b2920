"""`make compiled`: build/compiled, a copy of the package whose law engine is machine code, made by mypyc.

    .venv/bin/python tools/compiled.py

Nothing depends on it: the plain source judges too, at about half the speed. Who judges a province sets PYTHONPATH to
build/compiled. It needs a C compiler and Python's headers (Debian: gcc, python3-dev). The copy is made anew each time,
so that no compiled module can be older than its source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from places import PYTHON, ROOT

TARGET = ROOT / "build/compiled"
ENGINE = ("liuhen/core/duties", "liuhen/core/deadlines", "liuhen/core/continuity")
ALSO = ("liuhen/core/terms/verdict.py",)
PLAIN = ("standins.py",)  # extends a frozen fact, which no machine-code class can do
SETUP = """
from mypyc.build import mypycify
from setuptools import setup

modules = mypycify(["--ignore-missing-imports", *{modules!r}], opt_level="3")
setup(name="liuhen-engine", packages=[], ext_modules=modules)
"""


def main() -> int:
    """Copy, compile, say where it is."""
    if problem := _lacking():
        print(problem, file=sys.stderr)
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(ROOT / "src/liuhen", TARGET / "liuhen", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    script = TARGET / "setup.py"
    script.write_text(SETUP.format(modules=_modules()), encoding="utf-8")
    command = [str(PYTHON), script.name, "--quiet", "build_ext", "--inplace"]
    done = subprocess.run(command, cwd=TARGET, capture_output=True, text=True, check=False, env=_environment())
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        return done.returncode
    shutil.rmtree(TARGET / "build", ignore_errors=True)
    print(f"compiled {len(_modules())} modules; use with PYTHONPATH={TARGET} LIUHEN_LAW={ROOT / 'law'}")
    return 0


def _lacking() -> str:
    """What the machine lacks to compile; empty when it lacks nothing."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    header = Path(sysconfig.get_paths()["include"]) / "Python.h"
    if not compiler:
        return "there is no C compiler; on Debian: apt-get install gcc python3-dev"
    return "" if header.exists() else f"Python's headers are missing ({header}); on Debian: apt-get install python3-dev"


def _modules() -> list[str]:
    """The engine's modules, relative to the copy."""
    found = [path.relative_to(TARGET) for folder in ENGINE for path in (TARGET / folder).rglob("*.py")]
    return sorted(str(path) for path in found if path.name not in ("__init__.py", *PLAIN)) + list(ALSO)


def _environment() -> dict[str, str]:
    return {**os.environ, "MYPYPATH": str(TARGET)}


if __name__ == "__main__":
    raise SystemExit(main())
