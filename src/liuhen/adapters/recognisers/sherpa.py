"""Speech to text by sherpa-onnx with a model the agency installed: SenseVoice, Paraformer or a Zipformer transducer."""

from __future__ import annotations

import importlib
from importlib.metadata import version
from math import exp
from statistics import fmean
from typing import Any

from liuhen.adapters.recognisers.layouts import Layout
from liuhen.ports.recognisers import RATE, Heard, RecogniserUnusable

THREADS = 2
_FULL_SCALE = 32768.0


class Sherpa:
    """Writes down utterances. Loading takes seconds, and about twice the model's size of memory."""

    def __init__(self, layout: Layout, threads: int = THREADS) -> None:
        """Load the model; RecogniserUnusable when the program or a file of the model cannot be loaded."""
        try:
            self._numpy = importlib.import_module("numpy")
            made = importlib.import_module("sherpa_onnx").OfflineRecognizer
            self._recogniser: Any = _loaded(made, layout, threads)
        except Exception as error:  # whatever the library raises while loading
            raise RecogniserUnusable(f"语音识别模型“{layout.folder.name}”无法加载：{type(error).__name__}。") from error
        self.name = f"sherpa-onnx {version('sherpa-onnx')}：{layout.folder.name}"
        self.language = layout.language

    def heard(self, sound: bytes) -> Heard:
        """What is said in one utterance."""
        samples = self._numpy.frombuffer(sound, dtype="<i2").astype("float32") / _FULL_SCALE
        stream = self._recogniser.create_stream()
        stream.accept_waveform(RATE, samples)
        self._recogniser.decode_stream(stream)
        chances = [exp(chance) for chance in getattr(stream.result, "ys_log_probs", ()) or ()]
        return Heard(stream.result.text.strip(), round(min(1.0, fmean(chances)), 3) if chances else None)


def _loaded(made: Any, layout: Layout, threads: int) -> Any:
    files = {part: str(path) for part, path in layout.files.items()}
    tokens = files.pop("tokens")
    if layout.form == "transducer":
        return made.from_transducer(**files, tokens=tokens, num_threads=threads)
    if layout.form == "paraformer":
        return made.from_paraformer(paraformer=files["model"], tokens=tokens, num_threads=threads)
    return made.from_sense_voice(
        model=files["model"], tokens=tokens, num_threads=threads, language="auto", use_itn=True
    )
