"""Letters are read on some pictures of a film, the clock in between, and what is told of them is each thing once."""

from __future__ import annotations

import json
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import av
import jsonschema
import pytest
from PIL import Image, ImageDraw, ImageFont

from liuhen.adapters.workshop import letters
from liuhen.adapters.workshop.frames import pictures, still
from liuhen.adapters.workshop.parent import ChildWorkshop
from liuhen.core.media.letters import Piece
from liuhen.ports.workshop import Task, WorkFailed, WorkImpossible, WorkKind

SIDE, DARKEST = 64, 40
needs_reader = pytest.mark.skipif(find_spec("rapidocr") is None, reason="RapidOCR is not installed: make models")


def _film(path: Path, seconds: int, *, every: int = 2) -> Path:
    """A film with a key frame every two seconds, brighter by one step for each."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=1, options={"g": "1"})
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, "bgr0"
        stream.codec_context.time_base = Fraction(1, 1)
        for second in range(0, seconds, every):
            frame = av.VideoFrame.from_image(Image.new("RGB", (SIDE, SIDE), (DARKEST + second // every,) * 3))
            frame.pts, frame.time_base = second, Fraction(1, 1)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


class ByBrightness:
    """Reads a clock from how bright a picture is: it shows noon and two seconds for each step. Notes what it read."""

    name = "by brightness"

    def __init__(self) -> None:
        self.whole: list[int] = []
        self.lines: list[int] = []

    def pieces(self, picture: Image.Image) -> list[Piece]:
        self.whole.append(self._seconds(picture))
        return [Piece(self._clock(picture), 0.9, (100, 100, 300, 50)), Piece("粤B12345", 0.8, (0, 800, 100, 50))]

    def line(self, picture: Image.Image) -> Piece | None:
        self.lines.append(self._seconds(picture))
        return Piece(self._clock(picture), 0.9, (0, 0, 1000, 1000))

    def _seconds(self, picture: Image.Image) -> int:
        return 2 * (picture.convert("L").tobytes()[0] - DARKEST)

    def _clock(self, picture: Image.Image) -> str:
        seconds = self._seconds(picture)
        return f"2026-03-02 12:{seconds // 60:02}:{seconds % 60:02}"


def _task(seconds: int) -> Task:
    return Task(kind=WorkKind.LETTERS, facts={"container": "matroska", "duration_ms": seconds * 1000})


def test_whole_pictures_are_read_every_minute_and_at_the_end_and_the_clock_in_between(tmp_path: Path) -> None:
    reader = ByBrightness()
    seen = list(letters._film(reader, _task(150), _film(tmp_path / "a.mkv", 150)))
    assert [at // 1000 for at, _ in seen] == [*range(0, 150, 10), 148]
    assert len(reader.whole) == 3
    assert len(reader.lines) == len(seen) - 3


def test_each_plate_is_told_once_and_the_clock_followed(tmp_path: Path) -> None:
    told = letters.result(list(letters._film(ByBrightness(), _task(150), _film(tmp_path / "a.mkv", 150))))
    plates = [one for one in told["readings"] if one["kind"] == "plate"]
    assert [(one["plate"], one["at_ms"], one["last_ms"]) for one in plates] == [("粤B12345", 0, 120_000)]
    clock = told["clock"]
    assert (clock["readings"], clock["leaps"]) == (16, [])
    assert (clock["start"], clock["agreeing"]) == ("2026-03-02T12:00:00", 16)
    assert clock["shown_ms"] == clock["passed_ms"] == 148_000
    _check(told, "letters")


SCHEMA = Path(__file__).parents[5] / "docs/formats/findings-recognised.schema.json"


def _check(result: dict[str, Any], form: str) -> None:
    """Hold a result, as it is stored, against its documented form."""
    rules = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(result)), {"$ref": f"#/$defs/{form}", "$defs": rules["$defs"]})


def test_a_film_without_letters_tells_nothing() -> None:
    told = letters.result([(0, ()), (60_000, ())])
    assert told == {"readings": [], "clock": None, "stated": []}
    _check(told, "letters")


def test_the_last_picture_is_shown_even_when_none_was_wanted(tmp_path: Path) -> None:
    shown = list(pictures(_task(10), _film(tmp_path / "a.mkv", 10), lambda at: False))
    assert [at for at, _ in shown] == [8000]


@pytest.mark.parametrize(("rotation", "corner"), [(0, (0, 0)), (90, (0, 63)), (180, (63, 31)), (-90, (31, 0))])
def test_pictures_are_turned_upright(tmp_path: Path, rotation: int, corner: tuple[int, int]) -> None:
    image = Image.new("RGB", (64, 32), (0, 0, 0))
    image.paste((255, 255, 255), (0, 0, 16, 16))
    path = tmp_path / "turned.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=1, options={"strict": "-1"})
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuvj420p"
        out.mux(stream.encode(av.VideoFrame.from_image(image)))
        out.mux(stream.encode(None))
    task = Task(kind=WorkKind.LETTERS, facts={"container": "matroska", "rotation": rotation})
    ((_, picture),) = pictures(task, path, lambda at: True)
    across, down = corner
    assert picture.convert("L").tobytes()[down * picture.width + across] > 200


def test_sound_alone_has_no_pictures_and_junk_is_no_photo(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=800)
        frame.sample_rate = 8000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with pytest.raises(WorkImpossible, match="没有画面"):
        list(pictures(Task(kind=WorkKind.LETTERS, facts={"container": "wav"}), path, lambda at: True))
    with pytest.raises(WorkFailed, match="画面无法读取"):
        still(path)


@needs_reader
def test_a_clock_burnt_into_a_photo_is_read_in_the_capped_child(tmp_path: Path) -> None:
    photo = Image.new("RGB", (1280, 720), (40, 60, 80))
    ImageDraw.Draw(photo).text((600, 30), "2026-03-02 09:15:27", fill="white", font=ImageFont.load_default(48))
    photo.save(tmp_path / "photo.jpg")
    task = Task(kind=WorkKind.LETTERS, facts={"container": "jpeg"})
    result: dict[str, Any] = dict(ChildWorkshop(tmp_path).work(task, tmp_path / "photo.jpg", tmp_path).result)
    _check(result, "letters")
    assert result["clock"]["start"] == "2026-03-02T09:15:27"
    (reading,) = result["readings"]
    left, top, width, height = reading["box"]
    assert abs(left - 469) < 30
    assert top < 120
    assert left + width <= 1000
    assert height < 150
