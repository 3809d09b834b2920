"""What speech activity and letters cost per hour of recording, in the capped child as in service.

    .venv/bin/python bench/recognise.py [--minutes 10] [--only speech|letters|candidates]

Speech: noise with pauses, made here. Letters: a 1080p film with a clock burnt in and a key frame every two seconds,
made here. Candidates: the vocabulary's phrases looked for in an hour of made-up talk. Printed per hour: processor time
of the child, waiting time, and its largest memory. There is no peer: nothing else offers the same outputs; the demand
is that an hour is ready long before it has been watched.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw, ImageFont

from liuhen.adapters.law_folder import DiskLawFolder, default_folder
from liuhen.adapters.workshop.parent import ChildWorkshop
from liuhen.core.media.phrases import Utterance, heard_in
from liuhen.ports.workshop import Task, WorkKind

RATE, HOUR = 16_000, 3600
CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=10, help="length of the recordings made")
    parser.add_argument("--only", choices=("speech", "letters", "candidates"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = {
            "speech": lambda: _work(WorkKind.SPEECH, _sound(Path(folder) / "a.wav", options.minutes), options.minutes),
            "letters": lambda: _work(WorkKind.LETTERS, _film(Path(folder) / "a.mkv", options.minutes), options.minutes),
            "candidates": _candidates,
        }
        for name, measure in work.items():
            if options.only in (None, name):
                measure()
    return 0


def _work(kind: WorkKind, path: Path, minutes: int) -> None:
    shop = ChildWorkshop(path.parent)
    if lacking := shop.missing(kind):
        print(f"{kind.value}: {lacking}")
        return
    container = {".wav": "wav", ".mkv": "matroska"}[path.suffix]
    task = Task(kind=kind, facts={"container": container, "duration_ms": minutes * 60_000})
    cpu, wall = _timed(lambda: shop.work(task, path, path.parent))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    hour = 60 / minutes
    print(f"{kind.value}: per hour {cpu * hour:.0f} s of processor, {wall * hour:.0f} s waiting; up to {memory} MB")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    before, began = _children(), time.monotonic()
    work()
    return _children() - before, time.monotonic() - began


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sound(path: Path, minutes: int) -> Path:
    noise = random.Random(7).randbytes(RATE * 2)  # noqa: S311 - made-up sound
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for second in range(minutes * 60):
            frame = av.AudioFrame(format="s16", layout="mono", samples=RATE)
            frame.planes[0].update(noise if second % 3 else bytes(RATE * 2))
            frame.sample_rate, frame.pts = RATE, second * RATE
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def _film(path: Path, minutes: int) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=Fraction(1, 2), options={"strict": "-1"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuvj420p"
        for number in range(minutes * 30):
            picture = Image.new("RGB", (1920, 1080), (60, 80, 100))
            shown = f"2026-03-02 {9 + number // 1800:02}:{number // 30 % 60:02}:{2 * number % 60:02}"
            ImageDraw.Draw(picture).text((1200, 40), shown, fill="white", font=ImageFont.load_default(48))
            out.mux(stream.encode(av.VideoFrame.from_image(picture)))
        out.mux(stream.encode(None))
    return path


def _candidates() -> None:
    words = DiskLawFolder(default_folder()).vocabulary()
    phrases = {**words.heard("spoken"), **words.heard("contents")}
    chance = random.Random(7)  # noqa: S311 - made-up talk
    talk = [
        Utterance(at * 1000, at * 1000 + 4000, "".join(chance.choices(CHARACTERS, k=18))) for at in range(0, HOUR, 5)
    ]
    began = time.process_time()
    hits = heard_in(talk, phrases)
    spent = time.process_time() - began
    count, length = sum(map(len, phrases.values())), 18 * len(talk)
    print(f"candidates: {count} phrases in {length} characters of talk: {spent * 1000:.0f} ms, {len(hits)} found")


if __name__ == "__main__":
    sys.exit(main())
