"""Speech to text by PocketSphinx with a model the agency installed: light, older, and much less exact."""

from __future__ import annotations

import importlib
from importlib.metadata import version
from typing import Any

from liuhen.adapters.recognisers.layouts import Layout
from liuhen.ports.recognisers import RATE, Heard, RecogniserUnusable


class Sphinx:
    """Writes down utterances, about three times as fast as they were spoken."""

    def __init__(self, layout: Layout) -> None:
        """Load the model; RecogniserUnusable when the program or a file of the model cannot be loaded."""
        files = {part: str(path) for part, path in layout.files.items()}
        try:
            made = importlib.import_module("pocketsphinx").Decoder
            self._decoder: Any = made(
                hmm=files["sounds"], lm=files["words"], dict=files["dictionary"], samprate=RATE, loglevel="FATAL"
            )
        except Exception as error:  # whatever the library raises while loading
            raise RecogniserUnusable(f"语音识别模型“{layout.folder.name}”无法加载：{type(error).__name__}。") from error
        self.name = f"PocketSphinx {version('pocketsphinx')}：{layout.folder.name}"
        self.language = layout.language

    def heard(self, sound: bytes) -> Heard:
        """What is said in one utterance; how sure it is of single words says little, so no confidence is given."""
        self._decoder.start_utt()
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return Heard(best.hypstr if best else "")
