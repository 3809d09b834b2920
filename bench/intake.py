"""How long `liuhen intake` takes for 8 GB in files of 200 MB, against `cp` and then `openssl dgst -sha256` of the same.

    .venv/bin/python bench/intake.py [--rounds 3] [--megabytes 8000] [--file-megabytes 200] [--folder DIR]
    .venv/bin/python bench/intake.py --one-file 4000          # memory for a single 4 GB file

Both sides run in turns within each round, in the same folder's file system, each into fresh directories; both read
the source from the page cache. The intake ends with every byte on the disk; `cp` alone does not, and is given no `sync`
unless asked (--sync). Before each side the disk is let come to rest. Prints seconds per round, medians, the ratio and
the peak memory of the intake with its probe. Demand: ratio at most 1.15, under 300 MB.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
from av.video.frame import VideoFrame
from PIL import Image

MEGABYTE = 1_000_000
STEP = 1 << 20
LIMIT = 1.15


def main() -> None:
    """Make the card, run the rounds, print what was measured."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="liuhen-bench-", dir=asked.folder) as folder:
        place = Path(folder)
        if asked.one_file:
            _card(place / "card", 1, asked.one_file * MEGABYTE)
            print(f"one file of {asked.one_file} MB: {_intake(place)[1]:.0f} MB at most")
            return
        _card(place / "card", max(1, asked.megabytes // asked.file_megabytes), asked.file_megabytes * MEGABYTE)
        _rounds(place, asked.rounds, asked.sync)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=8000)
    parser.add_argument("--file-megabytes", type=int, default=200)
    parser.add_argument("--one-file", type=int, default=0, metavar="MEGABYTES")
    parser.add_argument("--sync", action="store_true", help="make the copy durable too, as the intake does")
    parser.add_argument("--folder", default=None, help="where to work; the default is the system's temporary folder")
    return parser.parse_args()


def _rounds(place: Path, rounds: int, durable: bool) -> None:
    ours, theirs, memory = [], [], 0.0
    for number in range(rounds):
        idle = _processor_seconds()
        theirs.append(_copy_and_hash(place, durable))
        between = _processor_seconds()
        seconds, peak = _intake(place)
        ours.append(seconds)
        spent = f"processor {between - idle:.1f} s and {_processor_seconds() - between:.1f} s"
        memory = max(memory, peak)
        print(
            f"round {number + 1}: cp + openssl {theirs[-1]:.2f} s, intake {ours[-1]:.2f} s, {spent}, {peak:.0f} MB",
            flush=True,
        )
    ratio = median(ours) / median(theirs)
    print(
        f"median: cp + openssl {median(theirs):.2f} s, intake {median(ours):.2f} s, ratio {ratio:.2f} (at most {LIMIT})"
    )
    print(f"peak memory of intake and probe together: {memory:.0f} MB (under 300)")
    sys.exit(ratio > LIMIT)


def _processor_seconds() -> float:
    """Processor time of all children so far (the setting up of an instance, about 4 s, is in the intake's share)."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _copy_and_hash(place: Path, durable: bool) -> float:
    """The floor: copy the card, make it durable if asked, hash the copy with the processor's SHA instructions."""
    subprocess.run(["sync"], check=True)
    target = place / "copy"
    began = time.monotonic()
    subprocess.run(["cp", "-r", str(place / "card"), str(target)], check=True)
    if durable:
        subprocess.run(["sync", *(str(path) for path in target.iterdir())], check=True)
    subprocess.run(
        ["openssl", "dgst", "-sha256", *(str(path) for path in sorted(target.iterdir()))],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.monotonic() - began
    shutil.rmtree(target)
    return seconds


def _intake(place: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one intake into a fresh instance, from the start of the command to its end."""
    home = place / "home"
    liuhen = [str(Path(sys.executable).with_name("liuhen"))]
    where = {**os.environ, "LIUHEN_HOME": str(home)}
    _prepare(liuhen, where)
    subprocess.run(["sync"], check=True)
    began = time.monotonic()
    words = ["intake", str(place / "card"), "--device", "B-1", "--officer", "1", "--json"]
    with subprocess.Popen([*liuhen, *words], env=where, stdout=subprocess.DEVNULL) as child:
        peak = _watch(child)
    seconds = time.monotonic() - began
    if child.returncode:
        sys.exit(f"intake ended with {child.returncode}")
    shutil.rmtree(home)
    return seconds, peak


def _prepare(liuhen: list[str], where: dict[str, str]) -> None:
    person = ["person", "add", "bench", "--name", "甲", "--agency", "测试局", "--unit", "一队", "--cert", "1"]
    for words in (
        ["init", "--name", "bench.example/liuhen"],
        [*person, "--role", "officer", "--password", "a long enough password"],
        ["device", "add", "B-1", "--holder", "1"],
    ):
        subprocess.run([*liuhen, *words], env=where, check=True, stdout=subprocess.DEVNULL)


def _watch(child: subprocess.Popen[bytes]) -> float:
    """The largest memory held at once by the command and its children, in megabytes, while it runs."""
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(_resident(pid) for pid in _family(child.pid)))
        time.sleep(0.02)
    return peak / MEGABYTE


def _family(pid: int) -> list[int]:
    found, waiting = [pid], [pid]
    while waiting:
        try:
            text = "".join(path.read_text() for path in Path(f"/proc/{waiting.pop()}/task").glob("*/children"))
        except OSError:
            continue
        children = [int(one) for one in text.split()]
        found += children
        waiting += children
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def _card(folder: Path, files: int, size: int) -> None:
    """Real MP4 films of this size, no two alike: a short film, grown by an `mdat` box of bytes that differ."""
    folder.mkdir()
    for number in range(files):
        path = folder / f"{number:03}.mp4"
        _film(path, number)
        _grow(path, size)
    subprocess.run(["sync"], check=True)


def _film(path: Path, number: int) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        container.metadata["creation_time"] = f"2026-11-20T09:{number % 60:02}:00+08:00"
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for index in range(250):
            picture = Image.new("RGB", (640, 360), (number * 9 % 255, index % 255, 80))
            frame = VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _grow(path: Path, size: int) -> None:
    """Append one more `mdat`, as recorders do for each stretch; players skip it, copying and hashing cannot."""
    missing = size - path.stat().st_size
    block = os.urandom(STEP)
    with path.open("ab") as file:
        file.write(struct.pack(">I4sQ", 1, b"mdat", missing))
        missing -= 16
        while missing > 0:
            file.write(block[:missing])
            missing -= STEP


if __name__ == "__main__":
    main()
