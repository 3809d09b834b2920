"""`make compiled`: build/compiled, a copy of the package whose law engine is machine code, made by mypyc.

    .venv/bin/python tools/compiled.py [--into FOLDER] [--quick]

Nothing depends on it: the plain source judges too, at about half the speed. Who judges a province sets PYTHONPATH to
build/compiled. It needs a C compiler and Python's headers (Debian: gcc, python3-dev). The copy is made anew each time,
so that no compiled module can be older than its source. `--quick` leaves out the optimising, for tests.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from places import PYTHON, ROOT

ENGINE = ("liuhen/core/duties", "liuhen/core/deadlines", "liuhen/core/continuity")
ALSO = ("liuhen/core/terms/verdict.py",)
PLAIN = ("standins.py",)  # extends a frozen fact, which no machine-code class can do
SETUP = """
from mypyc.build import mypycify
from setuptools import setup

modules = mypycify(["--ignore-missing-imports", *{modules!r}], opt_level={level!r})
setup(name="liuhen-engine", packages=[], ext_modules=modules)
"""


def main() -> int:
    """Copy, compile, say where it is."""
    options = _options()
    if problem := _lacking():
        print(problem, file=sys.stderr)
        return 1
    target: Path = options.into.resolve()
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "src/liuhen", target / "liuhen", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    modules = _modules(target)
    for module in modules:
        _spread_records(target / module)
    script = target / "setup.py"
    script.write_text(SETUP.format(modules=modules, level="0" if options.quick else "3"), encoding="utf-8")
    command = [str(PYTHON), script.name, "--quiet", "build_ext", "--inplace"]
    done = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False, env=_environment(target))
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        return done.returncode
    shutil.rmtree(target / "build", ignore_errors=True)
    print(f"compiled {len(modules)} modules; use with PYTHONPATH={target} LIUHEN_LAW={ROOT / 'law'}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "build/compiled")
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def _lacking() -> str:
    """What the machine lacks to compile; empty when it lacks nothing."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    header = Path(sysconfig.get_paths()["include"]) / "Python.h"
    if not compiler:
        return "there is no C compiler; on Debian: apt-get install gcc python3-dev"
    return "" if header.exists() else f"Python's headers are missing ({header}); on Debian: apt-get install python3-dev"


def _modules(target: Path) -> list[str]:
    """The engine's modules, relative to the copy."""
    found = [path.relative_to(target) for folder in ENGINE for path in (target / folder).rglob("*.py")]
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


def _environment(target: Path) -> dict[str, str]:
    """Machine code for this machine; the copy is not meant to travel."""
    return {"CFLAGS": "-march=native -fno-semantic-interposition", **os.environ, "MYPYPATH": str(target)}


if __name__ == "__main__":
    raise SystemExit(main())
