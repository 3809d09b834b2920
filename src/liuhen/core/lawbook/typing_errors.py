"""Turns the type checker's findings into problems a jurist can act on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from liuhen.core.lawbook.errors import Problem
from liuhen.core.lawbook.near import near
from liuhen.core.lawbook.reading import Node, line_of

M = TypeVar("M", bound=BaseModel)


def typed(model: type[M], node: Node, *, file: str, article: int | None = None) -> M | list[Problem]:
    """The node as a model, or every problem found in it."""
    try:
        return model.model_validate(node)
    except ValidationError as error:
        return list(_problems(error, model, node, file, article))


def _problems(
    error: ValidationError, model: type[BaseModel], node: Node, file: str, article: int | None
) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        path = fault["loc"]
        where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        message = _message(fault["type"], fault["msg"], path[-1] if path else "", _model_at(model, path))
        named = fault["type"] == "extra_forbidden" or (fault["type"] == "missing" and len(path) == 1)
        shown = f"{where}：{message}" if where and not named else message
        yield Problem(file, line_of(node, path), shown, article)


def _model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model whose field the last part of the path is; None where the path leads elsewhere."""
    found: type[BaseModel] | None = model
    for part in path[:-1]:
        if found is None or isinstance(part, int):
            continue
        fields = {field.alias or name: field for name, field in found.model_fields.items()}
        found = _model_in(fields[part].annotation) if part in fields else None
    return found


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model inside `X | None`, `tuple[X, ...]` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in inner if model is not None), None)


def _message(kind: str, text: str, name: int | str, model: type[BaseModel] | None) -> str:
    if kind == "value_error":
        return text.removeprefix("Value error, ")
    if kind == "missing":
        return f"缺少字段“{name}”，请补写{_hint(str(name))}"
    if kind == "extra_forbidden":
        return f"不认识的字段“{name}”{_known_fields(str(name), model)}"
    return _SHAPES.get(kind, f"格式不对（{text}）")


_HINTS = {
    "from": "从哪个事件起算，例如 from: recording_end（全部事件：liuhen law words event）",
    "unit": "单位，例如 unit: hours（全部单位：liuhen law words unit）",
    "owner": "谁来做，例如 owner: officer（全部职责：liuhen law words roles）",
    "modality": "语气：must 应当、should 一般或鼓励、may 可以、must_not 不得",
    "subject": "说的是什么，例如 subject: step（全部对象：liuhen law words subject）",
    "reason": "理由，用自己的话写",
    "basis": "依据，例如 basis: 第三十五条",
    "as": "着落：duty、definition、organisational 或 judgement",
    "certainty": "把握：stated、derived、disputed 或 unknown",
}
"""What to write where a field is missing, beyond its name."""


def _hint(name: str) -> str:
    return f"：{_HINTS[name]}" if name in _HINTS else ""


def _known_fields(name: str, model: type[BaseModel] | None) -> str:
    if model is None:
        return "，请核对写法或删去"
    # `source` is written by the spreading of items, never by people
    names = sorted(field.alias or name for name, field in model.model_fields.items() if name != "source")
    return f"，这里可以写：{'、'.join(names)}{near(name, names)}"


_SHAPES = {
    "tuple_type": "应为列表，例如 [a, b]；只有一项时也写成 [a]",
    "list_type": "应为列表，例如 [a, b]；只有一项时也写成 [a]",
    "model_type": "应为“键: 值”的映射",
    "model_attributes_type": "应为“键: 值”的映射",
    "dict_type": "应为“键: 值”的映射",
    "string_type": "应为文字",
    "too_short": "至少写一项",
    "int_type": "应为数字",
    "date_type": "应为日期，例如 2019-03-01",
    "datetime_type": "应为时间，例如 2019-04-02 09:30",
    "frozen_set_type": "应为列表，例如 [a, b]",
}
