"""What the child may use: memory, time, files; no network, no new rights. Set before any file is looked at."""

import contextlib
import ctypes
import resource

MEMORY = 1536 << 20
FILES = 64
_CLONE_NEWUSER, _CLONE_NEWNET, _NO_NEW_PRIVILEGES = 0x10000000, 0x40000000, 38
_CAPABILITIES_3 = 0x20080522


def confine(*, memory: int = MEMORY, written: int = 0, files: int = FILES) -> None:
    """Give up what the work does not need: bytes of `memory`, bytes `written` to a file, open `files`, the network.

    What the kernel refuses is left; the limits always hold. To be called before the process has a second thread: the
    kernel lets nobody but root give up the network later.
    """
    _leave_network()
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, written)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, files)
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _leave_network() -> None:
    """Move to a network without any interface, as root directly, else by way of a user namespace of one's own."""
    with contextlib.suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None)
        if libc.unshare(_CLONE_NEWNET) != 0 and libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
            _drop_capabilities(libc)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up what the new user namespace grants: with it more of the kernel could be reached than without."""
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
    libc.capset(header, none)


def allow_seconds(seconds: int) -> None:
    """Let the process use this many more seconds of processor time; beyond that the kernel ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(which, (most, most))
