"""A process that ends with its parent, even when the parent is killed and can tell nobody."""

from __future__ import annotations

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From <sys/prctl.h>: the signal to be sent when the parent is gone."""


def end_with_parent() -> None:
    """Have the kernel send this process SIGTERM when its parent is gone (Linux; elsewhere nothing is changed)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
