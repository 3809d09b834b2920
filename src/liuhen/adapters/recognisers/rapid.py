"""Letters in pictures by RapidOCR: the package carries PP-OCR's models for Chinese and Latin letters."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from PIL.Image import Image

from liuhen.core.media.letters import Piece
from liuhen.ports.recognisers import RecogniserUnusable

PACKAGES = ("rapidocr", "onnxruntime")
THREADS = 2
_SMALL, _MOST_ENLARGED = 720, 3
_LEAST_SURE = 0.5


class Rapid:
    """Finds and reads lines of text. Loading takes about a second, a picture of 1080 lines about one more."""

    def __init__(self, threads: int = THREADS) -> None:
        """Load the models that came with the package; RecogniserUnusable when it, or they, cannot be loaded."""
        engine = "EngineConfig.onnxruntime"
        wishes = {f"{engine}.intra_op_num_threads": threads, f"{engine}.inter_op_num_threads": 1}
        try:
            self._numpy = importlib.import_module("numpy")
            importlib.import_module("cv2").setNumThreads(threads)
            logging.getLogger("RapidOCR").disabled = True
            reader = importlib.import_module("rapidocr").RapidOCR
            self._engine: Any = reader(params={"Global.log_level": "critical", **wishes})
        except Exception as error:  # whatever the libraries raise while loading
            raise RecogniserUnusable(f"画面文字识别程序 RapidOCR 无法启动：{type(error).__name__}。") from error
        self.name = f"RapidOCR {version('rapidocr')}"

    def pieces(self, picture: Image) -> Sequence[Piece]:
        """The pieces of text in an upright RGB picture. Small pictures are enlarged: letters of 8 lines are too few."""
        by = min(_MOST_ENLARGED, max(1, _SMALL // max(1, picture.height)))
        large = picture.resize((picture.width * by, picture.height * by)) if by > 1 else picture
        read = self._read(large, find=True)
        if read.boxes is None:
            return ()
        return tuple(
            Piece(str(text), round(float(score), 3), _box(corners.tolist(), large.size))
            for text, score, corners in zip(read.txts, read.scores, read.boxes, strict=True)
            if str(text).strip()
        )

    def line(self, picture: Image) -> Piece | None:
        """The one line of text that fills a picture."""
        read = self._read(picture, find=False)
        text, score = (str(read.txts[0]), float(read.scores[0])) if read.txts else ("", 0.0)
        return Piece(text, round(score, 3), (0, 0, 1000, 1000)) if text.strip() and score >= _LEAST_SURE else None

    def _read(self, picture: Image, *, find: bool) -> Any:
        """Every wish is stated each time: the engine remembers the last ones."""
        turned = self._numpy.asarray(picture)[:, :, ::-1].copy()
        return self._engine(turned, use_det=find, use_cls=False, use_rec=True)


def _box(corners: Sequence[Sequence[float]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The upright box around four corners, in thousandths of the picture."""
    width, height = size
    across, down = [x for x, _ in corners], [y for _, y in corners]
    left, top = round(1000 * min(across) / width), round(1000 * min(down) / height)
    right, bottom = round(1000 * max(across) / width), round(1000 * max(down) / height)
    return left, top, right - left, bottom - top
