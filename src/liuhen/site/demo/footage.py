"""Recordings made on the spot: a drawn scene with a burnt-in clock and device number, and a quiet sound track.

They are real MP4 files (H.264, AAC) that stand in for a camera's; everything in them is invented.
"""

from __future__ import annotations

import array
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageDraw, ImageFont

SIZE = (640, 360)
SOUND_RATE = 8000
SOUND_BLOCK = 1024
SECOND = Fraction(1, 1)
QUIET = {"libx265": {"x265-params": "log-level=none"}}
"""What keeps an encoder from talking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One recording to make: device and officer numbers as burnt in, local start, length, scene and colour seed.

    `clock_ahead` is how far the camera's clock runs ahead: it is what the picture and the file say. `marred` and
    `codec` as in script.Take. Not `dated`: neither the file nor its name says when it was made, only the picture does.
    """

    device: str
    officer: str
    start: datetime
    length: timedelta
    scene: str = "road"
    index: int = 1
    clock_ahead: timedelta = timedelta(0)
    marred: tuple[tuple[str, int, int], ...] = ()
    codec: str = "libx264"
    dated: bool = True

    def suffers(self, what: str, second: int) -> bool:
        """Whether this is wrong with the recording at this second: covered, black, frozen or silent."""
        return any(kind == what and first <= second < last for kind, first, last in self.marred)

    @property
    def device_start(self) -> datetime:
        """The start as the camera's own clock tells it."""
        return self.start + self.clock_ahead

    @property
    def file_name(self) -> str:
        """The name the camera gives its file."""
        if not self.dated:
            return f"MOV{self.index:05d}.MP4"
        return f"{self.device}_{self.officer}_{self.device_start:%Y%m%d%H%M%S}_{self.index:04d}.MP4"


def film(shot: Shot, folder: Path) -> Path:
    """Write the recording into the folder and give its path; one picture a second keeps the demonstration small."""
    path = folder / shot.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        if shot.dated:
            container.metadata["creation_time"] = shot.device_start.astimezone().isoformat()
        _write_tracks(container, shot)
    return path


def _write_tracks(container: OutputContainer, shot: Shot) -> None:
    options = {"preset": "ultrafast", "crf": "30", "g": "10", **QUIET.get(shot.codec, {})}
    picture = container.add_stream(shot.codec, rate=1, options=options)
    assert isinstance(picture, VideoStream)  # noqa: S101 - both codecs are of pictures
    picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
    sound = container.add_stream("aac", rate=SOUND_RATE, layout="mono")
    sound.bit_rate = 16_000
    blocks = _sound(shot)
    for second, image in enumerate(_pictures(shot)):
        frame = VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
        frame.pts, frame.time_base = second, SECOND
        container.mux(picture.encode(frame))
        for block in _until(blocks, (second + 1) * SOUND_RATE):
            container.mux(sound.encode(block))
    container.mux(picture.encode(None))
    container.mux(sound.encode(None))


def _until(blocks: Iterator[AudioFrame], samples: int) -> Iterator[AudioFrame]:
    for block in blocks:
        yield block
        if (block.pts or 0) + block.samples >= samples:
            return


def _sound(shot: Shot) -> Iterator[AudioFrame]:
    """A breath of traffic: soft noise that swells and falls."""
    chance = random.Random(shot.file_name)  # noqa: S311 - noise, not a secret
    noise = [chance.gauss(0, 1) for _ in range(SOUND_BLOCK)]
    for start in range(0, int(shot.length.total_seconds()) * SOUND_RATE, SOUND_BLOCK):
        swell = 380 + 330 * math.sin(start / SOUND_RATE / 3)
        swell *= not shot.suffers("silent", start // SOUND_RATE)
        block = AudioFrame(format="s16", layout="mono", samples=SOUND_BLOCK)
        block.planes[0].update(array.array("h", [int(sample * swell) for sample in noise]).tobytes())
        block.sample_rate, block.pts, block.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield block


def _pictures(shot: Shot) -> Iterator[Image.Image]:
    ground = draw_scene(shot.scene, shot.index)
    font = ImageFont.load_default(size=18)
    image = ground
    for second in range(int(shot.length.total_seconds())):
        if not shot.suffers("frozen", second):
            image = _picture(shot, ground, second)
            brush = ImageDraw.Draw(image)
            clock = shot.device_start + timedelta(seconds=second)
            _burn(brush, (12, 8), f"{clock:%Y-%m-%d %H:%M:%S}", font)
            _burn(brush, (12, SIZE[1] - 30), f"DEV {shot.device}  ID {shot.officer}", font)
        yield image


def _picture(shot: Shot, ground: Image.Image, second: int) -> Image.Image:
    """What the lens sees: the scene, a hand before it, or nothing at all."""
    if shot.suffers("black", second):
        return Image.new("RGB", SIZE, "#000000")
    if shot.suffers("covered", second):
        return Image.new("RGB", SIZE, "#5a3c32")
    image = ground.copy()
    _walk(ImageDraw.Draw(image), second)
    return image


def _burn(
    brush: ImageDraw.ImageDraw, at: tuple[int, int], text: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont
) -> None:
    brush.text(at, text, fill="white", font=font, stroke_width=2, stroke_fill="black")


def _walk(brush: ImageDraw.ImageDraw, second: int) -> None:
    """An officer who walks up and down, so that a moving picture can be told from a frozen one."""
    x = 120 + int(50 * math.sin(second / 6))
    brush.ellipse((x, 176, x + 26, 202), fill="#e9c9a6")
    brush.rectangle((x - 6, 202, x + 32, 276), fill="#1d3557")
    brush.rectangle((x - 6, 220, x + 32, 232), fill="#d7f205")


def draw_scene(scene: str, variant: int) -> Image.Image:
    """Draw what stands still: a road with a stopped vehicle, an office, or a yard."""
    image = Image.new("RGB", SIZE, "#9ec5e8")
    brush = ImageDraw.Draw(image)
    {"road": _road, "office": _office, "yard": _yard}[scene](brush)
    colour = ("#b23a48", "#2a9d8f", "#e9a03b", "#5e548e")[variant % 4]
    if scene != "office":
        _truck(brush, colour)
    return image


def _road(brush: ImageDraw.ImageDraw) -> None:
    brush.rectangle((0, 150, 640, 260), fill="#7a9a6a")
    brush.polygon([(0, 360), (0, 250), (640, 215), (640, 360)], fill="#565b63")
    for x in range(20, 640, 90):
        brush.polygon([(x, 312), (x + 46, 309), (x + 46, 315), (x, 318)], fill="#f4f1de")


def _yard(brush: ImageDraw.ImageDraw) -> None:
    brush.rectangle((0, 120, 640, 360), fill="#8d8f94")
    for x in range(0, 640, 40):
        brush.line((x, 96, x, 210), fill="#5f6468", width=3)
    brush.line((0, 110, 640, 110), fill="#5f6468", width=3)


def _office(brush: ImageDraw.ImageDraw) -> None:
    brush.rectangle((0, 0, 640, 360), fill="#e7e2d6")
    brush.rectangle((380, 40, 580, 150), fill="#b9d7ea")
    brush.rectangle((230, 236, 600, 256), fill="#8a5a3b")
    brush.rectangle((250, 256, 270, 340), fill="#6f4528")
    brush.rectangle((560, 256, 580, 340), fill="#6f4528")
    brush.ellipse((430, 150, 470, 190), fill="#e9c9a6")
    brush.rectangle((415, 190, 485, 238), fill="#6c757d")


def _truck(brush: ImageDraw.ImageDraw, colour: str) -> None:
    brush.rectangle((260, 140, 500, 262), fill=colour)
    brush.rectangle((505, 176, 580, 262), fill=colour)
    brush.rectangle((530, 184, 574, 216), fill="#cfe8f5")
    for x in (290, 420, 530):
        brush.ellipse((x, 244, x + 40, 284), fill="#22252a")
        brush.ellipse((x + 13, 257, x + 27, 271), fill="#9aa0a6")
