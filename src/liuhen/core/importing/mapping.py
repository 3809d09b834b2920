"""The mapping file: which column of another system's table is which field of a case (docs/formats/import-mapping.md).

Typed by a schema like the files of the law: unknown keys fail, each problem names its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from liuhen.core.forms.party_numbers import NUMBERS_OF
from liuhen.core.importing.times import pattern_fault, zone_of
from liuhen.core.lawbook.described import read_described
from liuhen.core.lawbook.errors import Problem
from liuhen.core.lawbook.fields import Model, Text, Whole
from liuhen.core.lawbook.reading import Mapping, line_of
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import PartyKind

KEEP = "keep"
"""`otherwise: keep` of a handler or a unit: who is not known here is kept as words beside the case."""


def _zone(value: Any) -> Any:
    zone_of(str(value))
    return value


def _pattern(value: Any) -> Any:
    if fault := pattern_fault(str(value)):
        raise ValueError(fault)
    return value


class Value(Model):
    """Where a value comes from: a column, or the same `value` for all; `values`: what is written there → code.

    `otherwise` is taken for what `values` does not know and for an empty cell; without it such a row is refused.
    `separator` parts several values in one cell.
    """

    column: str = ""
    value: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    otherwise: str = ""
    separator: str = ""

    @model_validator(mode="after")
    def _comes_from_somewhere(self) -> Value:
        if bool(self.column) == bool(self.value):
            raise ValueError("请写 column（列名）或者 value（固定值）之一")
        return self


def _column(value: object) -> object:
    """A text alone is a column."""
    return {"column": value} if isinstance(value, str) else value


From = Annotated[Value, BeforeValidator(_column, json_schema_input_type=str | Value)]


class TableShape(Model):
    """How the table lies in its file. `header` is the row of the headings; `records` the path to the list in JSON."""

    sheet: str = ""
    header: Annotated[Whole, Field(ge=1, le=100)] = 1
    delimiter: str = ""
    encoding: str = ""
    records: str = ""


class Times(Model):
    """How times are written: patterns in the order they are tried, and the zone of times without one."""

    formats: tuple[Annotated[str, BeforeValidator(_pattern)], ...] = ()
    zone: Annotated[str, BeforeValidator(_zone)] = "+08:00"


class CaseFields(Model):
    """Where the fields of a case come from."""

    id: From
    number: From
    cause: From
    party: From
    plate: From | None = None
    procedure: From
    origin: From = Value(value="ex_officio")
    features: From | None = None
    acts: From | None = None
    unit: From | None = None
    handlers: From | None = None
    opened_at: From


class DocumentFields(Model):
    """Where a document comes from: columns of the case's own row, a list within it (JSON), or a sheet of its own.

    `case` is the column of that sheet with the case's id. Where `made_at` is empty there is no document.
    """

    kind: From
    made_at: From
    file: From | None = None
    list: str = ""
    sheet: str = ""
    case: str = ""

    @model_validator(mode="after")
    def _belongs_to_a_case(self) -> DocumentFields:
        if bool(self.sheet) != bool(self.case):
            raise ValueError("文书在另一工作表时，sheet（工作表名）和 case（写有案件标识的列）要一起写")
        return self


class Scans(Model):
    """How scans are named below their folder: {case}, {kind}, {date}, and * for anything. `kinds`: word → kind."""

    name: Text
    kinds: dict[str, str] = Field(default_factory=dict)
    date: Annotated[str, BeforeValidator(_pattern)] = "YYYYMMDD"


class MappingFile(Model):
    """The whole file. `source` names the other system: with the row's id it says which case was brought already."""

    source: Text
    table: TableShape = TableShape()
    times: Times = Times()
    case: CaseFields
    milestones: dict[str, From] = Field(default_factory=dict)
    party: dict[str, From] = Field(default_factory=dict)
    documents: tuple[DocumentFields, ...] = ()
    scans: Scans | None = None


PARTY_NUMBERS = tuple(kind.value for who in (PartyKind.PERSON, PartyKind.ORGANISATION) for kind in NUMBERS_OF[who])
PARTY_FIELDS = ("kind", *PARTY_NUMBERS, "telephone", "address", "head", "post", "sex")
"""What a mapping may say of the party beyond the name."""

LISTS = {
    "procedure": "procedures",
    "origin": "origins",
    "features": "features",
    "acts": "acts",
}
"""Which field of a case holds codes of which list of the vocabulary."""


def read_mapping(text: str, *, name: str, vocabulary: Vocabulary) -> MappingFile:
    """The mapping a file states; LawError carries every problem with its line."""
    return read_described(MappingFile, text, name=name, vocabulary=vocabulary, faults=_problems)


def _problems(mapping: MappingFile, tree: Mapping, name: str, words: Vocabulary) -> Iterator[Problem]:
    for code in mapping.milestones:
        if not words.knows("milestones", code):
            yield _unknown(tree, name, ["milestones", code], code, "milestones")
    for key in mapping.party:
        if key not in PARTY_FIELDS:
            line = line_of(tree, ["party", key])
            yield Problem(name, line, f"party 中不认识“{key}”，可以写：{'、'.join(PARTY_FIELDS)}")
    for field, words_of in LISTS.items():
        yield from _codes(getattr(mapping.case, field), ["case", field], words_of, (tree, name, words))
    for index, document in enumerate(mapping.documents):
        yield from _codes(document.kind, ["documents", index, "kind"], "documents", (tree, name, words))
    for word, code in (mapping.scans.kinds if mapping.scans else {}).items():
        if not words.knows("documents", code):
            yield _unknown(tree, name, ["scans", "kinds", word], code, "documents")


def _codes(
    value: Value | None, path: list[int | str], words_of: str, around: tuple[Mapping, str, Vocabulary]
) -> Iterator[Problem]:
    tree, name, words = around
    if value is None:
        return
    for code in (value.value, value.otherwise, *value.values.values()):
        if code and not words.knows(words_of, code):
            yield _unknown(tree, name, path, code, words_of)


def _unknown(tree: Mapping, name: str, path: list[int | str], code: str, words: str) -> Problem:
    hint = f"可写的代码见 liuhen law words {words}"
    return Problem(name, line_of(tree, path), f"“{code}”不在词表 {words} 中，{hint}")


def columns_of(mapping: MappingFile) -> list[str]:
    """Every column of the main table that the mapping reads, each once."""
    fields = [getattr(mapping.case, name) for name in CaseFields.model_fields]
    values = [value for value in (*fields, *mapping.milestones.values(), *mapping.party.values()) if value]
    for document in mapping.documents:
        if not document.list and not document.sheet:
            values += [value for value in (document.kind, document.made_at, document.file) if value]
    return list(dict.fromkeys(value.column for value in values if value.column))
