"""Installs Debian packages for `make setup` and `make test`, when that is possible at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


class CannotInstall(Exception):
    """The package is missing and this account may not install it; the message says what to type."""


def install(package: str, reason: str) -> None:
    """Install one Debian package, through sudo when we are not root.

    Raises CannotInstall when there is no apt, no right to use it, or apt itself fails.
    """
    by_hand = f"install it by hand (apt-get install {package}) and run make again"
    if shutil.which("apt-get") is None:
        raise CannotInstall(f"{package} is missing ({reason}) and there is no apt-get here: {by_hand}")
    prefix = _as_root()
    if prefix is None:
        raise CannotInstall(f"{package} is missing ({reason}) and neither root nor sudo is at hand: {by_hand}")
    print(f"==> installing Debian's {package} ({reason})", flush=True)
    # RUNLEVEL=1: a server that comes with the package isn't started; tests start their own on a free port.
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", package]
    for step in (["apt-get", "update"], command):
        result = subprocess.run([*prefix, *environment, *step], stdin=subprocess.DEVNULL, check=False)
        # A mirror that is half reachable fails `update` and can still install.
        if result.returncode and step is command:
            raise CannotInstall(f"apt-get could not install {package} ({reason}): {by_hand}")


def _as_root() -> list[str] | None:
    """The words to put before a command that needs root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if sys.stdin.isatty():
        return ["sudo"]
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None
