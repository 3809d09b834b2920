"""`make verifier`: dist/liuhen_verify-*.whl, the stand-alone verifier, from the same sources as Liuhen itself.

    .venv/bin/python tools/verifier.py [--into FOLDER] [--install ENVIRONMENT]

The wheel holds exactly the modules that liuhen.verify imports, found by following its imports. It is the same bytes
whenever it is made from the same sources, so that two people can compare what they built. --install makes a fresh
virtual environment and installs the wheel there, as an outsider would.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from places import PYTHON, REQUIREMENTS, ROOT, VENV, run
from python_packages import uv_environment

SOURCES = ROOT / "src"
PACKAGING = ROOT / "packaging/liuhen-verify"
ENTRY = "liuhen.verify.cli"
EPOCH = "315532800"  # 1980-01-01, the earliest time a ZIP file can state


def modules() -> dict[str, Path]:
    """Every module of ours that the verifier needs, with its file."""
    found: dict[str, Path] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        path = _file_of(name)
        if path and name not in found:
            found[name] = path
            waiting += [*_parents(name), *_imports(path)]
    return dict(sorted(found.items()))


def _file_of(name: str) -> Path | None:
    """The file of a module of ours; None for others, and for names that are no module but something inside one."""
    place = SOURCES / name.replace(".", "/")
    for path in (place / "__init__.py", place.with_suffix(".py")):
        if name.partition(".")[0] == "liuhen" and path.exists():
            return path
    return None


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _imports(path: Path) -> Iterator[str]:
    """Names imported anywhere in the file; `from a import b` may mean the module a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def build(into: Path) -> Path:
    """Write the wheel into a folder and give its path."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="liuhen-verify-") as name:
        place = Path(name)
        for source in (*PACKAGING.iterdir(), ROOT / "LICENSE"):
            _copy(source, place / source.name)
        for source in modules().values():
            _copy(source, place / "src" / source.relative_to(SOURCES))
        words = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
        run(PYTHON, "-m", "pip", *words, "--wheel-dir", place / "dist", place, environment=environment)
        [wheel] = (place / "dist").glob("*.whl")
        return Path(shutil.copy(wheel, into))


def _copy(source: Path, target: Path) -> None:
    """Copy the bytes; the checkout's file modes would end up in the wheel and differ between machines."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def install(wheel: Path, environment: Path) -> None:
    """Make a fresh environment and install the wheel; cryptography as locked, from the cache where that has it."""
    uv = VENV / "bin/uv"
    run(uv, "venv", "--quiet", "--no-project", "--python", PYTHON.resolve(), environment)
    locked = str(REQUIREMENTS / "base.txt")
    words: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", environment, "-c", locked, wheel]
    tried = subprocess.run([*words, "--offline"], cwd=ROOT, env=uv_environment(), capture_output=True, check=False)
    if tried.returncode:
        run(*words, environment=uv_environment())


def main() -> None:
    """Build the wheel, say where it is, and install it if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="where the wheel goes (default dist/)")
    parser.add_argument("--install", type=Path, metavar="ENVIRONMENT", help="a virtual environment to make")
    options = parser.parse_args()
    wheel = build(options.into.resolve())
    print(wheel)
    if options.install:
        install(wheel, options.install.resolve())


if __name__ == "__main__":
    main()
