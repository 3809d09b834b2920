"""Models of speech to text as they lie in the folder of models: which are there, whole, and for which program.

Each lies unpacked in a folder of its own under `transcript/`, under the name it was published with:

- sherpa-onnx, SenseVoice or Paraformer (the folder's name says which): `model.onnx` or `model.int8.onnx`, `tokens.txt`;
- sherpa-onnx, transducer (Zipformer): `encoder*.onnx`, `decoder*.onnx`, `joiner*.onnx` and `tokens.txt`;
- PocketSphinx: a folder with `mdef` in it (the sounds), a `*.dict` or `*.dic` and a `*.lm.bin` or `*.lm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "transcript"
SHERPA, SPHINX = "sherpa_onnx", "pocketsphinx"
_BY_NAME = {"sense": "sense_voice", "paraformer": "paraformer"}
_LANGUAGES = ("zh", "yue", "en", "ja", "ko")


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole model: the Python package that runs it, its form, its files by part, and the language it was made for."""

    folder: Path
    package: str
    form: str
    files: Mapping[str, Path]
    language: str

    @property
    def largest(self) -> Path:
        """Its largest file: the weights."""
        return max((path for path in self.files.values() if path.is_file()), key=_size)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        files = (path for root in self.files.values() for path in (root.rglob("*") if root.is_dir() else [root]))
        return sum(map(_size, filter(Path.is_file, files)))


def layouts(models: Path) -> tuple[Layout, ...]:
    """The whole models there are, those for Chinese first."""
    found = [layout for folder in folders(models) if (layout := layout_of(folder))]
    return tuple(sorted(found, key=lambda layout: (layout.language not in ("zh", "yue"), layout.folder.name)))


def folders(models: Path) -> Iterator[Path]:
    """What lies where models of speech to text belong, whole or not."""
    home = models / FOLDER
    if home.is_dir():
        yield from sorted(path for path in home.iterdir() if path.is_dir())


def layout_of(folder: Path) -> Layout | None:
    """The model in a folder; None where a part is missing or its form is not known."""
    for read in (_transducer, _single, _sphinx):
        if layout := read(folder):
            return layout
    return None


def _transducer(folder: Path) -> Layout | None:
    files = {part: _first(folder, f"{part}*.onnx") for part in ("encoder", "decoder", "joiner")}
    return _layout(folder, SHERPA, "transducer", {**files, "tokens": _first(folder, "tokens.txt")})


def _single(folder: Path) -> Layout | None:
    form = next((form for word, form in _BY_NAME.items() if word in folder.name.lower()), "")
    files = {"model": _first(folder, "model.int8.onnx", "model.onnx"), "tokens": _first(folder, "tokens.txt")}
    return _layout(folder, SHERPA, form, files) if form else None


def _sphinx(folder: Path) -> Layout | None:
    sounds = _first(folder, "mdef", "*/mdef")
    files = {
        "sounds": sounds.parent if sounds else None,
        "dictionary": _first(folder, "*.dict", "*.dic"),
        "words": max((*folder.glob("*.lm.bin"), *folder.glob("*.lm")), key=_size, default=None),
    }
    return _layout(folder, SPHINX, "sphinx", files)


def _layout(folder: Path, package: str, form: str, files: Mapping[str, Path | None]) -> Layout | None:
    there = {part: path for part, path in files.items() if path}
    return Layout(folder, package, form, there, _language(folder.name)) if len(there) == len(files) else None


def _language(name: str) -> str:
    """The language the folder's name tells; Chinese where it tells none."""
    words = re.split(r"[^a-z]+", name.lower())
    return next((code for code in _LANGUAGES if code in words), "zh")


def _size(path: Path) -> int:
    return path.stat().st_size


def _first(folder: Path, *patterns: str) -> Path | None:
    """The first file that fits, the smaller (int8) variant before the larger."""
    fitting = (path for pattern in patterns for path in sorted(folder.glob(pattern), key=_size))
    return next(fitting, None)
