"""`make compiled`: build/compiled, a copy of the package whose law engine is machine code, made by mypyc.

    .venv/bin/python tools/compiled.py

Nothing depends on it: the plain source judges too, at about half the speed. Who judges a province sets PYTHONPATH to
build/compiled. It needs a C compiler and Python's headers (Debian: gcc, python3-dev). The copy is made anew each time,
so that no compiled module can be older than its source.
"""

from __future__ import annotations

import ast
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
    for module in _modules():
        _spread_records(TARGET / module)
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


def _spread_records(path: Path) -> None:
    """Write each `@record` of a module out as a plain class: mypyc makes machine code of that, not of a dataclass."""
    source = path.read_text(encoding="utf-8")
    lines = source.split("\n")
    records = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and _is_record(node)]
    for node in reversed(records):
        lines[node.decorator_list[0].lineno - 1 : node.end_lineno] = _plain_class(node)
    if records:
        lines.insert(lines.index("from __future__ import annotations") + 1, "from typing import ClassVar")
    path.write_text("\n".join(lines), encoding="utf-8")


def _is_record(node: ast.ClassDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "record" for mark in node.decorator_list)


def _plain_class(node: ast.ClassDef) -> list[str]:
    """Fields set by an initialiser, compared and hashed as a dataclass does; methods and properties stay."""
    fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
    names = [ast.unparse(field.target) for field in fields]
    types = [ast.unparse(field.annotation) for field in fields]
    defaults = [f" = {ast.unparse(field.value)}" if field.value else "" for field in fields]
    taken = ", ".join(f"{name}: {kind}{default}" for name, kind, default in zip(names, types, defaults, strict=True))
    whole = "(" + "".join(f"{{0}}.{name}, " for name in names) + ")"
    methods = [ast.unparse(part) for part in node.body if isinstance(part, ast.FunctionDef)]
    code = [
        f"def __init__(self, {taken}) -> None:",
        *[f"    self.{name}: {kind} = {name}" for name, kind in zip(names, types, strict=True)],
        "def __eq__(self, other: object) -> bool:",
        f"    return isinstance(other, {node.name}) and {whole.format('self')} == {whole.format('other')}",
        "def __hash__(self) -> int:",
        f"    return hash({whole.format('self')})",
        *[line for method in methods for line in method.split("\n")],
    ]
    return [
        f"class {node.name}:",
        f"    __match_args__: ClassVar = {tuple(names)!r}",
        *[f"    {line}" for line in code],
    ]


def _environment() -> dict[str, str]:
    """Machine code for this machine; the copy is not meant to travel."""
    return {"CFLAGS": "-O3 -march=native -fno-semantic-interposition", **os.environ, "MYPYPATH": str(TARGET)}


if __name__ == "__main__":
    raise SystemExit(main())
