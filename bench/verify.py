"""Time `liuhen-verify` on a package beside `openssl dgst -sha256` of the same files, interleaved in the same run.

    .venv/bin/python bench/verify.py [--megabytes 1000] [--file-megabytes 200] [--rounds 5]

Claim: at most 1.3 times openssl, and less than 300 MB of memory. The files lie beside the package in a temporary folder
and are read once before timing, so that both read from memory rather than from a disk in whatever mood.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from liuhen.core.package import write_package
from liuhen.core.package.tests.sample import SampleAgency, papers


def main() -> int:
    """Build, measure, print; exit code 1 when the claim does not hold."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        files = _make_files(Path(folder), options.megabytes, options.file_megabytes)
        package, key = _make_package(Path(folder), files)
        print(f"{platform.machine()}, {os.cpu_count()} processors, {_openssl_version()}")
        print(f"package of {package.stat().st_size / 1e6:.0f} MB, {len(files)} recordings, {options.rounds} rounds")
        ratio, memory = _measure(package, key, files, options.rounds)
    return 0 if ratio <= 1.3 and memory < 300 else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000, help="size of all recordings together (10^6 bytes)")
    parser.add_argument("--file-megabytes", type=int, default=200, help="size of each recording")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--dir", help="where the temporary folder is made")
    return parser.parse_args()


def _make_files(folder: Path, megabytes: int, each: int) -> list[Path]:
    files = []
    for number in range(max(1, megabytes // each)):
        path = folder / f"{number}.mp4"
        with path.open("wb") as out:
            for _ in range(each):
                out.write(os.urandom(1_000_000))
        files.append(path)
    return files


def _make_package(folder: Path, files: list[Path]) -> tuple[Path, str]:
    agency = SampleAgency()
    contents = papers()
    for path in files:
        digest = _sha256(path)
        contents += agency.take_in(path.name, digest, path.stat().st_size, _opener(path))
    custody = list(agency.journal)
    package = folder / "package.zip"
    with package.open("w+b") as out:
        write_package(out, agency.contents(contents, custody), agency.seal_for(custody))
    return package, str(agency.signer.verifier)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _measure(package: Path, key: str, files: list[Path], rounds: int) -> tuple[float, float]:
    verify = [sys.executable, "-m", "liuhen.verify.cli", str(package), "--key", key, "--quiet"]
    openssl = ["openssl", "dgst", "-sha256", *map(str, files)]
    _run(openssl), _run(verify)
    ours, theirs, memory = [], [], 0.0
    for _ in range(rounds):
        theirs.append(_run(openssl)[0])
        seconds, peak = _run(verify)
        ours.append(seconds)
        memory = max(memory, peak)
    mine, peer = statistics.median(ours), statistics.median(theirs)
    print(f"liuhen-verify        median {mine:.3f} s   ({', '.join(f'{t:.3f}' for t in ours)})")
    print(f"openssl dgst -sha256 median {peer:.3f} s   ({', '.join(f'{t:.3f}' for t in theirs)})")
    print(f"ratio {mine / peer:.2f} (claim: at most 1.30)   peak memory {memory:.0f} MB (claim: less than 300)")
    return mine / peer, memory


def _run(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident memory in MB of a command that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command[:4])} … ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1000


def _openssl_version() -> str:
    return subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
