"""`make setup`: everything a checkout needs, from nothing but python3.

    python3 tools/setup.py [base] [dev] [models] [assets] [browser] [servers]

Each step leaves a stamp under build/stamps that names its inputs; a step whose inputs are unchanged and whose
product is still there is skipped, so a second run takes no time.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from debian import CannotInstall, install
from places import BUILD, NODE_MODULES, PYTHON, REQUIREMENTS, ROOT, VENV, npm, run
from python_packages import install_locked, install_project, pip_install

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def step(name: str, product: Path, inputs: list[Path], work: Callable[[], None]) -> None:
    """Do one step unless its stamp says that the same inputs already made the product here."""
    stamp = BUILD / "stamps" / name
    # Not the patch version: installing python3-venv may bring a newer one with it, half way through.
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for path in inputs:
        digest.update(path.read_bytes())
    if product.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print(f"==> {name}", flush=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def make_environment() -> None:
    """Create .venv, asking Debian for python3-venv where ensurepip was left out of Python."""
    if importlib.util.find_spec("ensurepip") is None:
        install("python3-venv", "Python's own virtual environments")
    run(sys.executable, "-m", "venv", "--upgrade", VENV)


def set_up_base() -> None:
    """A virtual environment in which .venv/bin/liuhen and .venv/bin/liuhen-verify work."""
    setup, base = REQUIREMENTS / "setup.txt", REQUIREMENTS / "base.txt"
    step("virtual environment", PYTHON, [], make_environment)
    step(
        "installer (uv, Node.js)",
        VENV / "bin/uv",
        [setup],
        lambda: pip_install("--require-hashes", "-r", str(setup)),
    )
    step("Python packages", VENV / "bin/granian", [base], lambda: install_locked(base))
    described_by = [ROOT / "pyproject.toml", REQUIREMENTS / "base.in"]
    step("Liuhen itself", VENV / "bin/liuhen", described_by, install_project)


def set_up_dev() -> None:
    """What checking and testing need on top of the base."""
    base, dev = REQUIREMENTS / "base.txt", REQUIREMENTS / "dev.txt"
    step("test and check tools", VENV / "bin/pytest", [base, dev], lambda: install_locked(base, dev))


def set_up_models() -> None:
    """The recognisers an agency may add: letters in pictures, and programs that run models of speech to text."""
    base, models = REQUIREMENTS / "base.txt", REQUIREMENTS / "models.txt"
    there = next(VENV.glob("lib/python*/site-packages/rapidocr"), VENV / "rapidocr")
    step("recognisers", there, [base, models], lambda: install_locked(base, models))


def set_up_assets() -> None:
    """Style sheets, scripts, icons and fonts under build/static/vendor."""
    lock, assets = ROOT / "package-lock.json", ROOT / "tools/assets.py"
    step(
        "front-end packages (npm)",
        NODE_MODULES / "htmx.org",
        [lock, ROOT / "package.json"],
        lambda: run(*npm("ci", "--ignore-scripts", "--no-progress")),
    )
    step(
        "front-end assets",
        BUILD / "fonts/LICENSE_FONT",
        [lock, assets, ROOT / "tools/icons.txt"],
        lambda: run(PYTHON, assets),
    )


def set_up_browser() -> None:
    """A Chromium for the journey tests, and what its driver needs; without them they skip and say so."""
    has_browser = os.environ.get("LIUHEN_CHROMIUM") or any(map(shutil.which, BROWSERS))
    wanted = [] if has_browser else ["chromium"]
    if not _has_library("libatomic.so.1"):
        wanted.append("libatomic1")
    try:
        for package in wanted:
            install(package, "the journey tests drive a real browser")
    except CannotInstall as problem:
        print(f"==> NO BROWSER: journey tests will be skipped. {problem}", flush=True)


def set_up_servers() -> None:
    """Programs some tests run beside us; without them those tests skip and say so."""
    wanted = {"nginx": ("nginx-light", "the guide to nginx is tried"), "qpdf": ("qpdf", "printed files are checked")}
    for program, (package, reason) in wanted.items():
        try:
            if shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") is None:
                install(package, reason)
        except CannotInstall as problem:
            print(f"==> NO {program.upper()}: its tests will be skipped. {problem}", flush=True)


def _has_library(name: str) -> bool:
    """Whether the machine's loader finds a library (Playwright's driver is a Node.js that links it)."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


STEPS = {
    "base": set_up_base,
    "dev": set_up_dev,
    "models": set_up_models,
    "assets": set_up_assets,
    "browser": set_up_browser,
    "servers": set_up_servers,
}


def main(names: list[str]) -> None:
    """Run the named set-ups in order, one process at a time in this checkout."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts us may have an older Python
        sys.exit(f"Liuhen needs Python 3.11 or later; this is {sys.version.split()[0]}: make PYTHON=python3.11 …")
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in names:
            STEPS[name]()


if __name__ == "__main__":
    try:
        main(sys.argv[1:] or ["base", "assets"])
    except CannotInstall as problem:
        sys.exit(f"make setup stopped: {problem}")
    except subprocess.CalledProcessError as problem:
        sys.exit(f"make setup stopped: {problem.cmd[0]} failed; its own message is above. Mend it and run make again.")
