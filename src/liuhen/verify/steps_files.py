"""Steps 1 to 4: the container, the manifest, the list of files and their bytes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from liuhen.core.package import ContainerError, FileRecord, parse_manifest, read_container
from liuhen.core.package import names as n
from liuhen.core.tlog import MalformedError
from liuhen.verify.state import Blocked, Progress, State

_MAX_MANIFEST = 1 << 24
_THREADS = 2


def step_1_container(state: State) -> None:
    """The ZIP is whole, stored, without doubled or dangerous names, hidden bytes or disagreeing headers."""
    try:
        state.members = read_container(state.source.read_at, state.source.length)
    except ContainerError as error:
        state.fail(error.code, error.subject, expected=error.expected, found=error.found)
        raise Blocked from error


def step_2_manifest(state: State) -> None:
    """The manifest is canonical JSON with exactly the keys of its format."""
    state.manifest_raw = state.read(n.MANIFEST, limit=_MAX_MANIFEST)
    try:
        manifest = parse_manifest(state.manifest_raw)
    except MalformedError as error:
        state.fail("malformed", n.MANIFEST, expected=error.expected, found=f"{error}: {error.found or ''}")
        raise Blocked from error
    state.manifest = manifest
    state.report.summary |= {
        "agency": manifest.agency,
        "case_number": manifest.case_number,
        "made_at": manifest.made_at,
        "made_by": manifest.made_by,
        "files": len(manifest.files),
        "bytes": sum(file.size for file in manifest.files),
    }


def step_3_listing(state: State) -> None:
    """What the manifest lists is there, with the fixed files of the format; nothing else is."""
    members, manifest = state.need_members(), state.need_manifest()
    listed = {file.path for file in manifest.files}
    for path in sorted({*listed, *n.OUTSIDE_MANIFEST, n.CUSTODY, n.LOG_KEY, n.CASE, n.README} - members.keys()):
        state.fail("missing", path)
    required = {n.CUSTODY, n.LOG_KEY, n.CASE, n.README} - listed
    for path in members.keys() - listed:
        if path in required or not n.is_outside_manifest(path):
            state.fail("unlisted", path)


def step_4_digests(state: State, progress: Progress | None) -> None:
    """Each listed file has the size and SHA-256 of the manifest. The largest go first, over two threads."""
    members, manifest = state.need_members(), state.need_manifest()
    files = sorted((f for f in manifest.files if f.path in members), key=lambda f: -f.size)
    advance = _Counter(sum(members[file.path].size for file in files), progress)

    def check(file: FileRecord) -> tuple[FileRecord, int, str]:
        member = members[file.path]
        if member.size != file.size:
            return file, member.size, ""
        digest, size = state.source.sha256(member.offset, member.size, advance)
        return file, size, digest

    with ThreadPoolExecutor(_THREADS, thread_name_prefix="verify") as pool:
        for file, size, digest in pool.map(check, files):
            if size != file.size:
                state.fail("size_differs", file.path, expected=str(file.size), found=str(size))
            elif digest != file.sha256:
                state.fail("digest_differs", file.path, expected=file.sha256, found=digest)


class _Counter:
    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = total, progress
        self._done, self._lock = 0, threading.Lock()

    def __call__(self, count: int) -> None:
        if self._progress is None:
            return
        with self._lock:
            self._done += count
            self._progress(self._done, self._total)
