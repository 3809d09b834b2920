"""What makers tell of derivatives, against the schema that programs read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from liuhen.adapters.workshop import clip, playable
from liuhen.adapters.workshop.tests.studio import KEYS, facts, shoot
from liuhen.adapters.workshop.tests.test_repair import power_lost
from liuhen.adapters.workshop.tests.transmitter import pictures, sent, sound
from liuhen.ports.workshop import Task, WorkKind

FORMAT = json.loads((Path(__file__).parents[5] / "docs/formats/derivatives.schema.json").read_text("utf-8"))


def agrees(result: Any, with_: str) -> None:
    schema = {"$ref": f"#/$defs/{with_}", "$defs": FORMAT["$defs"]}
    Draft202012Validator(schema).validate(json.loads(json.dumps(dict(result))))


def told(source: Path) -> Any:
    return playable.make(Task(kind=WorkKind.PLAYABLE, facts=facts(source)), source, source.parent).result


def test_copies_of_films_sounds_and_pictures(tmp_path: Path) -> None:
    agrees(told(shoot(tmp_path / "film.avi", coder="mjpeg", sound="pcm_s16le")), "film")
    agrees(told(shoot(tmp_path / "talk.wav", coder=None, sound="pcm_alaw", rate=8000)), "film")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.bmp")
    agrees(told(tmp_path / "a.bmp"), "still")


def test_copies_of_captures(tmp_path: Path) -> None:
    packets = sent(pictures(), sound("pcm_alaw", 6))
    (tmp_path / "a.bin").write_bytes(b"".join(packets[:40] + packets[60:]))
    result = told(tmp_path / "a.bin")
    agrees(result, "film")
    for stream in result["streams"]:
        agrees(stream, "stream")


def test_copies_of_films_without_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KEYS, "libx264", {**KEYS["libx264"], "x264-params": "repeat-headers=1"})
    agrees(told(power_lost(shoot(tmp_path / "cut.mp4"))), "film")


def test_clips(tmp_path: Path) -> None:
    source = shoot(tmp_path / "film.mp4")
    for begin in (0, 1000, 1240):
        task = Task(kind=WorkKind.CLIP, facts=facts(source), options={"from_ms": begin, "to_ms": begin + 300})
        agrees(clip.make(task, source, tmp_path).result, "clip")
