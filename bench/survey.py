"""How long a survey of an hour of 1080p takes, against the ffmpeg command line making the same things.

    .venv/bin/python bench/survey.py [--minutes 60] [--rounds 3] [--keys 50] [--folder DIR]

Generates half a minute of 1080p25 H.264 (8 Mb/s, noise, a black and a frozen stretch) with AAC sound, loops it to the
length asked for, and in each round lets both sides work on it in turn. The peer is one ffmpeg command with blackdetect,
freezedetect, silencedetect, ebur128, a tiled storyboard and a picture of the sound; ours is the workshop's survey in
its capped child, which tells covered lenses and missing time besides. Both read the film from the page cache.
Prints seconds, how many times faster than the film lasts, the ratio, the peak memory and what was found.
Demand: ratio at most 1.0, at most 300 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

LIMIT, MEMORY = 1.0, 300
CLIP_SECONDS = 30
PICTURE = (
    "testsrc2=s=1920x1080:r=25:d={seconds},noise=alls=10:allf=t,"
    "drawbox=enable='between(t,6,10.4)':color=black:t=fill,"
    "loop=loop=90:size=1:start=400,setpts=N/25/TB,trim=duration={seconds}"
)
SOUND = "sine=f=440:r=48000:d={seconds},volume='if(between(t,18,23),0,0.3)':eval=frame"
SEEN = "[0:v]blackdetect=d=2:pix_th=0.1,freezedetect=d=2,fps=1/{every},scale=160:90,tile=10x10[board]"
HEARD = "[0:a]silencedetect=n=-60dB:d=2,ebur128=framelog=verbose,showwavespic=s=3600x120[wave]"


def main() -> None:
    """Make the film, run the rounds, print what was measured."""
    asked = _asked()
    if asked.survey:
        print(json.dumps(_survey(Path(asked.survey), asked.minutes)))
        return
    with tempfile.TemporaryDirectory(prefix="liuhen-bench-", dir=asked.folder) as folder:
        film = _film(Path(folder), asked.minutes, asked.keys)
        print(f"{asked.minutes} min, {film.stat().st_size / 1e6:.0f} MB, a key frame every {asked.keys} pictures")
        _rounds(film, asked)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keys", type=int, default=50, help="pictures from one key frame to the next")
    parser.add_argument("--folder", default=None, help="where to work; the default is the system's temporary folder")
    parser.add_argument("--survey", default=None, help=argparse.SUPPRESS)
    return parser.parse_args()


def _film(place: Path, minutes: int, keys: int) -> Path:
    clip, film = place / "clip.mp4", place / "film.mp4"
    words = ["-f", "lavfi", "-i", PICTURE.format(seconds=CLIP_SECONDS)]
    words += ["-f", "lavfi", "-i", SOUND.format(seconds=CLIP_SECONDS), "-t", str(CLIP_SECONDS)]
    words += ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", "-g", str(keys), "-sc_threshold", "0"]
    _ffmpeg(*words, "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", str(clip))
    times = str(minutes * 60 // CLIP_SECONDS - 1)
    _ffmpeg("-stream_loop", times, "-i", str(clip), "-c", "copy", "-movflags", "+faststart", str(film))
    return film


def _ffmpeg(*words: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *words], check=True)


def _rounds(film: Path, asked: argparse.Namespace) -> None:
    ours, theirs = [], []
    for number in range(asked.rounds):
        peer, mine = _peer(film, asked.minutes), _ours(film, asked.minutes)
        theirs.append(peer)
        ours.append(mine)
        print(f"round {number + 1}: ffmpeg {peer['seconds']:.1f} s, ours {mine['seconds']:.1f} s")
    print(f"found by ffmpeg: {theirs[-1]['found']}\nfound by us:     {ours[-1]['found']}")
    for name, runs in (("ffmpeg", theirs), ("ours", ours)):
        seconds = median(run["seconds"] for run in runs)
        print(
            f"{name}: {seconds:.1f} s, {asked.minutes * 60 / seconds:.0f} × real time, {runs[-1]['megabytes']:.0f} MB"
        )
    ratio = median(run["seconds"] for run in ours) / median(run["seconds"] for run in theirs)
    memory = max(run["megabytes"] for run in ours)
    print(f"ratio {ratio:.2f} (at most {LIMIT}), peak memory {memory:.0f} MB (at most {MEMORY})")


def _peer(film: Path, minutes: int) -> dict[str, Any]:
    """The command line, timed; its log tells what it found."""
    every = max(2, minutes * 60 / 900)
    with tempfile.TemporaryDirectory(dir=film.parent) as into, (Path(into) / "log").open("w+b") as log:
        words = ["ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-y", "-i", str(film), "-filter_complex"]
        words += [f"{SEEN.format(every=every)};{HEARD}", "-map", "[board]", "-q:v", "5", f"{into}/sheet-%d.jpg"]
        words += ["-map", "[wave]", "-frames:v", "1", f"{into}/wave.png"]
        started = time.perf_counter()
        peer = subprocess.Popen(words, stdout=log, stderr=log)
        _, code, used = os.wait4(peer.pid, 0)
        seconds = time.perf_counter() - started
        told = (Path(into) / "log").read_text(errors="replace")
        if code:
            raise SystemExit(f"ffmpeg failed:\n{told[-2000:]}")
    marks = {"black": "black_start", "frozen": "freeze_start", "silence": "silence_start"}
    found = {kind: told.count(mark) for kind, mark in marks.items()}
    return {"seconds": seconds, "megabytes": used.ru_maxrss / 1024, "found": found}


def _ours(film: Path, minutes: int) -> dict[str, Any]:
    """The survey in a process of its own, so that the memory measured is that of its child alone."""
    words = [sys.executable, __file__, "--survey", str(film), "--minutes", str(minutes)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _survey(film: Path, minutes: int) -> dict[str, Any]:
    from liuhen.adapters.workshop.parent import ChildWorkshop
    from liuhen.ports.workshop import Task, WorkKind

    facts = {"kind": "video", "container": "mov", "duration_ms": minutes * 60_000, "rotation": 0}
    with tempfile.TemporaryDirectory(dir=film.parent) as into:
        started = time.perf_counter()
        work = ChildWorkshop().work(Task(kind=WorkKind.SURVEY, facts=facts), film, Path(into))
        seconds = time.perf_counter() - started
    kinds = [span["kind"] for span in work.result["spans"]]
    found = {kind: kinds.count(kind) for kind in ("black", "frozen", "silence")}
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": megabytes, "found": found}


if __name__ == "__main__":
    main()
