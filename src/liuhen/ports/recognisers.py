"""Recognisers: machines that hear speech, write it down, and read letters in pictures. What they tell is advice.

Each is used inside the workshop's child process only. Sound is 16 kHz, one channel, 16-bit little-endian samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from liuhen.core.errors import LiuhenError
from liuhen.core.media.letters import Piece

if TYPE_CHECKING:  # Pillow is needed by whoever has a picture, not by whoever asks what is installed
    from PIL.Image import Image

RATE = 16_000
SAMPLE_BYTES = 2


class RecogniserUnusable(LiuhenError):
    """A recogniser or its model cannot be loaded; the message says which and why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of sound written down. `confidence` is 0 to 1, None where the recogniser does not say."""

    text: str
    confidence: float | None = None


class SpeechFinder(Protocol):
    """Tells how likely somebody speaks, piece by piece; it remembers what went before."""

    name: str
    samples: int

    def chance(self, sound: bytes) -> float:
        """How likely the next piece of `samples` samples is speech, 0 to 1."""

    def forget(self) -> None:
        """Begin anew: the next piece does not follow the last."""


class Transcriber(Protocol):
    """Writes down what is said. `language` is a code of BCP 47."""

    name: str
    language: str

    def heard(self, sound: bytes) -> Heard:
        """What is said in one utterance of at most half a minute; empty text when nothing is made out."""


class LetterReader(Protocol):
    """Reads letters in pictures."""

    name: str

    def pieces(self, picture: Image) -> Sequence[Piece]:
        """The pieces of text in an upright RGB picture, with boxes in thousandths of it."""

    def line(self, picture: Image) -> Piece | None:
        """The one line of text that fills a picture; None when there is none. Much faster than finding it."""
