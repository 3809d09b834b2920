"""Speech to text 语音转文字, with a model the agency installed: utterance by utterance, each where it was said."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from liuhen.adapters.recognisers.catalogue import transcriber, transcript_lacking
from liuhen.adapters.recognisers.silero import Silero
from liuhen.adapters.workshop.kinds import models_folder
from liuhen.adapters.workshop.sound import Piece, pieces
from liuhen.adapters.workshop.speech import listen
from liuhen.core.media.speaking import MARGIN_MS, PAUSE_MS, spoken
from liuhen.ports.recognisers import RATE, RecogniserUnusable, Transcriber
from liuhen.ports.workshop import Task, Work, WorkImpossible

LONGEST_MS = 20_000  # models are made for utterances of half a minute at most


def missing(models: Path) -> str:
    """What has to be installed before speech can be written down, in Chinese."""
    return transcript_lacking(models)


def make(task: Task, source: Path, into: Path) -> Work:
    """Write down what is said in a recording's first sound track."""
    models = models_folder()
    if models is None or (lacking := missing(models)):
        raise WorkImpossible(lacking if models else "没有设置模型文件夹（LIUHEN_MODELS）。")
    try:
        writer = transcriber(models)
    except RecogniserUnusable as error:
        raise WorkImpossible(str(error)) from error
    told = [_told(writer, span, sound) for span, sound in utterances(task, source)]
    return Work(
        tool=writer.name, result={"language": writer.language, "utterances": [one for one in told if one["text"]]}
    )


def utterances(task: Task, source: Path) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Each span of speech with its sound; never more than one utterance and the pause after it is held."""
    finder = Silero()
    every, kept = finder.samples * 1000 // RATE, deque[Piece]()
    held_ms = LONGEST_MS + PAUSE_MS + 4 * MARGIN_MS

    def chances() -> Iterator[tuple[int, float]]:
        for at, chance, piece in listen(finder, pieces(task, source, finder.samples)):
            kept.append((at, piece))
            while at - kept[0][0] > held_ms:
                kept.popleft()
            yield at, chance

    for start, end in spoken(chances(), every_ms=every, longest_ms=LONGEST_MS):
        sound = b"".join(piece for at, piece in kept if start <= at < end)
        while kept and kept[0][0] < end - 2 * MARGIN_MS:
            kept.popleft()
        yield (start, end), sound


def _told(writer: Transcriber, span: tuple[int, int], sound: bytes) -> dict[str, Any]:
    heard = writer.heard(sound)
    return {"from_ms": span[0], "to_ms": span[1], "text": heard.text, "confidence": heard.confidence}
