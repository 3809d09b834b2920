"""A recogniser small enough to be written by hand: it knows one tone for each character, and nothing of speech.

It has the shape of a SenseVoice model (ONNX, inputs, metadata, tokens), so that sherpa-onnx loads and runs it as one.
Only what ONNX's protobuf needs for two matrices is encoded here.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Mapping, Sequence
from math import log, pi, sin
from pathlib import Path

from liuhen.ports.recognisers import RATE

BINS, WINDOW, SHIFT, WIDTH = 80, 7, 6, 560
SPECIAL = ("<blk>", "<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|woitn|>")
TONES = {"正": 300.0, "在": 600.0, "全": 1000.0, "程": 1700.0, "录": 2800.0}
_FLOAT, _INT32, _LOUD = 1, 6, 3.0


def write_model(folder: Path) -> Path:
    """Write model and tokens into the folder, as published models lie there."""
    folder.mkdir(parents=True)
    tokens = [*SPECIAL, *TONES]
    (folder / "tokens.txt").write_text("".join(f"{token} {number}\n" for number, token in enumerate(tokens)), "utf-8")
    (folder / "model.onnx").write_bytes(_model(len(tokens)))
    return folder


def sung(text: str, each_ms: int = 400, rest_ms: int = 200) -> bytes:
    """The characters as tones, with rests between: 16-bit samples."""
    samples = array("h")
    for character in text:
        for number in range(each_ms * RATE // 1000):
            samples.append(round(9000 * sin(2 * pi * TONES[character] * number / RATE)))
        samples.extend(0 for _ in range(rest_ms * RATE // 1000))
    return samples.tobytes()


def _model(size: int) -> bytes:
    """Logits: four leading frames that name language and mood, then how far each tone's band stands out."""
    leading = [8.0 if token == frame + 1 else 0.0 for frame in range(4) for token in range(size)]
    bias = [_LOUD if token == 0 else -99.0 if token < len(SPECIAL) else 0.0 for token in range(size)]
    graph = b"".join(
        [
            _field(1, _node("MatMul", ["x", "weights"], ["bands"])),
            _field(1, _node("Add", ["bands", "bias"], ["heard"])),
            _field(1, _node("Concat", ["leading", "heard"], ["logits"], axis=1)),
            _field(2, b"tones"),
            _field(5, _tensor("weights", [WIDTH, size], _weights(size))),
            _field(5, _tensor("bias", [size], bias)),
            _field(5, _tensor("leading", [1, 4, size], leading)),
            _field(11, _value("x", _FLOAT, ["N", "T", WIDTH])),
            *(_field(11, _value(name, _INT32, ["N"])) for name in ("x_length", "language", "text_norm")),
            _field(12, _value("logits", _FLOAT, ["N", "L", size])),
        ]
    )
    told = {key: str(value) for key, value in _metadata(size).items()}
    pairs = [_field(14, _field(1, key.encode()) + _field(2, value.encode())) for key, value in told.items()]
    return b"".join([_number(1, 8), _field(7, graph), _field(8, _number(2, 13)), *pairs])


def _metadata(size: int) -> Mapping[str, object]:
    languages = {f"lang_{code}": number for number, code in enumerate(("auto", "zh", "en", "ja", "ko", "yue"))}
    shape = {"vocab_size": size, "lfr_window_size": WINDOW, "lfr_window_shift": SHIFT, "normalize_samples": 0}
    scale = {"neg_mean": ",".join(["0"] * WIDTH), "inv_stddev": ",".join(["1"] * WIDTH)}
    return {"model_type": "sense_voice_ctc", "with_itn": 14, "without_itn": 15, **shape, **languages, **scale}


def _weights(size: int) -> Sequence[float]:
    """For each tone its band against the mean of all bands, over the frames of a window."""
    bands = [_band(hertz) for hertz in TONES.values()]
    rows = []
    for place in range(WIDTH):
        own = [(1.0 if place % BINS == band else 0.0) - 1 / BINS for band in bands]
        rows += [*([0.0] * len(SPECIAL)), *(value / WINDOW for value in own)]
    assert len(rows) == WIDTH * size
    return rows


def _band(hertz: float) -> int:
    lowest, highest = _mel(20), _mel(RATE / 2)
    return round((_mel(hertz) - lowest) / (highest - lowest) * (BINS + 1)) - 1


def _mel(hertz: float) -> float:
    return 1127 * log(1 + hertz / 700)


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str], axis: int | None = None) -> bytes:
    names = b"".join(_field(1, name.encode()) for name in inputs) + b"".join(
        _field(2, name.encode()) for name in outputs
    )
    attribute = b"" if axis is None else _field(5, _field(1, b"axis") + _number(3, axis) + _number(20, 2))
    return names + _field(4, kind.encode()) + attribute


def _tensor(name: str, shape: Sequence[int], values: Sequence[float]) -> bytes:
    head = b"".join(_number(1, size) for size in shape) + _number(2, _FLOAT) + _field(8, name.encode())
    return head + _field(9, struct.pack(f"<{len(values)}f", *values))


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = [_number(1, size) if isinstance(size, int) else _field(2, size.encode()) for size in shape]
    form = _number(1, kind) + _field(2, b"".join(_field(1, size) for size in sizes))
    return _field(1, name.encode()) + _field(2, _field(1, form))


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def _field(tag: int, value: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])
