"""Installs locked Python packages: uv for speed, pip when uv cannot, the network settings of pip for both."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

from places import PYTHON, run

# What pip calls a setting and what uv calls it. Hashes are pinned, so asking every index is safe.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


def install_locked(*locks: Path) -> None:
    """Install what the lock files say; a file whose hash is not in the lock is refused."""
    wanted = [word for lock in locks for word in ("-r", str(lock))]
    _install("--require-hashes", *wanted)


def install_project() -> None:
    """Install this checkout itself, editable; its dependencies are already there from the locks."""
    _install("--no-deps", "--no-build-isolation", "--editable", ".")


def pip_install(*arguments: str) -> None:
    """Install with pip alone (the way uv itself arrives)."""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def uv_environment() -> dict[str, str]:
    """This process's environment plus pip's own settings (PIP_INDEX_URL, pip.conf …) in uv's words."""
    settings = {UV_NAMES[name]: value for name, value in _pip_settings().items() if name in UV_NAMES}
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_LINK_MODE": "copy", **settings, **os.environ}


def _install(*arguments: str) -> None:
    try:
        # Compiled once here: otherwise a machine that writes no bytecode pays half a second at every start.
        words = ("pip", "install", "--compile-bytecode", "--python", str(PYTHON), *arguments)
        run(PYTHON.parent / "uv", *words, environment=uv_environment())
    except subprocess.CalledProcessError:
        print("==> uv could not install these; trying pip, which is slower", flush=True)
        pip_install(*arguments)


def _pip_settings() -> dict[str, str]:
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    lines = [line.partition("=") for line in listed.stdout.splitlines()]
    # The environment beats every file, as it does for pip.
    lines.sort(key=lambda line: line[0].startswith(":env:"))
    return {key.rpartition(".")[2]: " ".join(ast.literal_eval(value).split()) for key, _, value in lines}
