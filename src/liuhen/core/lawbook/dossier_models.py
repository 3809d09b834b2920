"""The typed form of a dossier file, made from the facts themselves, so that file and facts cannot drift apart.

Each field of `core.terms.facts` becomes a field of the file under the same name; only the way a value is written
(text in YAML) differs, and that is listed here once per type.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, get_type_hints

from pydantic import Field, WithJsonSchema, create_model

from liuhen.core.lawbook.fields import Flag, Model, Moment, Seconds, Whole, word
from liuhen.core.terms import facts
from liuhen.core.terms.labels import MarkKind, Medium, PartyKind, RecusalWay, Stage

_SecondsField = Annotated[Seconds, WithJsonSchema({"type": "number", "minimum": 0, "description": "seconds"})]
_MomentField = Annotated[
    Moment, WithJsonSchema({"type": "string", "description": "2019-04-02 09:30, +08:00 if no offset"})
]
_CodesField = Annotated[
    frozenset[str], WithJsonSchema({"type": "array", "items": {"type": "string"}, "uniqueItems": True})
]

_WRITTEN: dict[Any, Any] = {
    str: str,
    str | None: str | None,
    bool: Flag,
    int | None: Whole | None,
    datetime: _MomentField,
    datetime | None: _MomentField | None,
    timedelta: _SecondsField,
    frozenset[str]: _CodesField,
    tuple[str, ...]: tuple[str, ...],
    Mapping[str, str]: dict[str, str],
    Mapping[str, datetime]: dict[str, _MomentField],
    Stage: Annotated[Stage, word(Stage)],
    Stage | None: Annotated[Stage, word(Stage)] | None,
    Medium: Annotated[Medium, word(Medium)],
    MarkKind: Annotated[MarkKind, word(MarkKind)],
    PartyKind: Annotated[PartyKind, word(PartyKind)],
    RecusalWay: Annotated[RecusalWay, word(RecusalWay)],
}
"""How a fact's type is written in a file; a type that is missing here fails on import."""


def _model(fact: type[Any]) -> type[Model]:
    hints = get_type_hints(fact)
    fields = {entry.name: (_WRITTEN[hints[entry.name]], _default(entry)) for entry in dataclasses.fields(fact)}
    model: type[Model] = create_model(fact.__name__, __base__=Model, __doc__=fact.__doc__, **fields)  # type: ignore[call-overload]
    _WRITTEN[tuple[fact, ...]] = tuple[model, ...]  # type: ignore[valid-type]
    _WRITTEN[fact] = model
    _WRITTEN[fact | None] = model | None
    FACT_OF[model] = fact
    return model


def _default(entry: dataclasses.Field[Any]) -> Any:
    if entry.default_factory is not dataclasses.MISSING:
        return Field(default_factory=entry.default_factory)
    return ... if entry.default is dataclasses.MISSING else entry.default


FACT_OF: dict[type[Model], type[Any]] = {}

_PARTS = (
    facts.Interval, facts.Presence, facts.Agency, facts.Case, facts.Act, facts.Step, facts.Document, facts.Recording,
    facts.Mark, facts.Interruption, facts.Report, facts.Device, facts.DeviceCheck, facts.DeviceFault, facts.Situation,
    facts.Disclosure, facts.Retrieval, facts.Register, facts.Officer,
    facts.Approval, facts.Publication, facts.Determination, facts.Party,
    facts.PropertyMove, facts.Property, facts.Recusal,
)  # fmt: skip

for _part in _PARTS:
    _model(_part)

DossierModel = _model(facts.Dossier)


def to_fact(value: Any) -> Any:
    """A typed piece of a file as the fact it states; raises ValueError where the fact refuses its values."""
    if isinstance(value, Model):
        fields = {name: to_fact(getattr(value, name)) for name in type(value).model_fields}
        return FACT_OF[type(value)](**fields)
    if isinstance(value, tuple):
        return tuple(to_fact(part) for part in value)
    return value
