"""A row of the table as the case it tells of, or everything that is wrong with the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.numbers import telephone_fault
from liuhen.core.forms.party_numbers import NUMBERS_OF, normal_number, number_fault
from liuhen.core.importing.cells import Reader
from liuhen.core.importing.mapping import KEEP, LISTS, PARTY_NUMBERS, DocumentFields, MappingFile, columns_of
from liuhen.core.importing.rows import Row, RowFault
from liuhen.core.importing.stated import StatedCase, StatedDocument
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import NumberKind, PartyKind

Sheets = Mapping[str, Mapping[str, Sequence[Row]]]
"""Rows of further sheets: sheet → id of the case → its rows."""
LONGEST_ID, LONGEST_NUMBER, LONGEST_CAUSE, LONGEST_PARTY, LONGEST_PLATE, LONGEST_NAME = 120, 80, 200, 120, 20, 250
IN_ORDER = ("filed", "decided", "closed", "archived")
"""Milestones of which none comes before an earlier one, as far as both are known."""


_KINDS = tuple(kind.value for kind in PartyKind)


class CaseReader:
    """Applies one mapping to many rows."""

    def __init__(self, mapping: MappingFile, words: Vocabulary, now: datetime, sheets: Sheets | None = None) -> None:
        """`now`: nothing that happened lies after it. `sheets`: documents that stand on sheets of their own."""
        self._mapping, self._words, self._now = mapping, words, now
        self._sheets = sheets or {}
        self._columns = columns_of(mapping)

    def read(self, row: Row) -> StatedCase | list[RowFault]:
        """The case, or the faults in the order of the mapping."""
        reader = Reader(self._mapping, self._words, row.number, row.cells, row.faults)
        stated = self._case(reader, row)
        disorder = _disorder(stated, self._mapping) if stated else ()
        faults = [*dict.fromkeys((*reader.faults, *disorder))]
        return faults if faults or stated is None else stated

    def _case(self, reader: Reader, row: Row) -> StatedCase | None:
        fields = self._mapping.case
        ident = reader.text(fields.id, LONGEST_ID, needed=True)
        begun = StatedCase(
            row=row.number,
            id=ident,
            number=reader.text(fields.number, LONGEST_NUMBER, needed=True),
            cause=reader.text(fields.cause, LONGEST_CAUSE, needed=True),
            party=reader.text(fields.party, LONGEST_PARTY, needed=True),
            plate=reader.text(fields.plate, LONGEST_PLATE),
            procedure=reader.code(fields.procedure, LISTS["procedure"]),
            origin=reader.code(fields.origin, LISTS["origin"]),
            features=reader.codes(fields.features, LISTS["features"]),
            acts=reader.codes(fields.acts, LISTS["acts"]),
            opened_at=self._now,
            source={column: row.text(column) for column in self._columns},
        )
        opened_at = reader.time(fields.opened_at, self._now, needed=True)
        milestones = self._milestones(reader)
        about_party = self._party(reader)
        documents = self._documents(reader, row, ident)
        if opened_at is None:
            return None
        stated = replace(
            begun, opened_at=opened_at, milestones=milestones, about_party=about_party, documents=documents
        )
        return self._with_people(reader, stated)

    def _with_people(self, reader: Reader, stated: StatedCase) -> StatedCase:
        unit, handlers = self._mapping.case.unit, self._mapping.case.handlers
        return replace(
            stated,
            unit=reader.raw(unit) if unit else "",
            keeps_unit=bool(unit and unit.otherwise == KEEP),
            handlers=reader.parts(handlers),
            keeps_handlers=bool(handlers and handlers.otherwise == KEEP),
        )

    def _milestones(self, reader: Reader) -> dict[str, datetime]:
        read = {code: reader.time(value, self._now) for code, value in self._mapping.milestones.items()}
        return {code: moment for code, moment in read.items() if moment}

    def _party(self, reader: Reader) -> dict[str, str]:
        """What the row says of the party; its kind by its own column, else by the numbers it has, else unknown."""
        read = {key: reader.text(value, LONGEST_NAME) for key, value in self._mapping.party.items()}
        read |= {key: normal_number(NumberKind(key), read[key]) for key in PARTY_NUMBERS if read.get(key)}
        kind = read.get("kind") or _kind_by_numbers(read)
        if kind and kind not in _KINDS:
            fault = f"“{kind}”不是当事人的种类"
            reader.fault(self._mapping.party["kind"], fault, f"请在 values 中写明对应的代码：{'、'.join(_KINDS)}")
        for key, reason in _wrong_numbers(read, self._now.astimezone(CHINA).date()):
            reader.fault(self._mapping.party[key], reason, "请核对证件；确实没有的，请把这一格留空", secret=True)
        return {key: text for key, text in {**read, "kind": kind}.items() if text}

    def _documents(self, reader: Reader, row: Row, ident: str) -> tuple[StatedDocument, ...]:
        found = []
        for fields in self._mapping.documents:
            for one in self._records(fields, reader, row, ident):
                found += self._document(fields, one)
                if one is not reader:
                    reader.faults += one.faults
        return tuple(found)

    def _records(self, fields: DocumentFields, reader: Reader, row: Row, ident: str) -> Iterator[Reader]:
        """Where the documents of a kind are read from: the case's own row, a list within it, a sheet of their own."""
        if fields.list:
            for place, record in enumerate(row.lists.get(fields.list, ()), 1):
                yield Reader(self._mapping, self._words, row.number, record, {}, f"{fields.list}[{place}].")
        elif fields.sheet:
            for one in self._sheets.get(fields.sheet, {}).get(ident, ()):
                yield Reader(self._mapping, self._words, one.number, one.cells, one.faults, f"{fields.sheet}！")
        else:
            yield reader

    def _document(self, fields: DocumentFields, reader: Reader) -> list[StatedDocument]:
        made_at = reader.time(fields.made_at, self._now)
        if made_at is None:
            return []
        kind = reader.code(fields.kind, "documents")
        return [StatedDocument(kind=kind, made_at=made_at, file=reader.text(fields.file, LONGEST_NAME))]


def _kind_by_numbers(party: Mapping[str, str]) -> str:
    kinds = (PartyKind.PERSON, PartyKind.ORGANISATION)
    return next((kind.value for kind in kinds if any(party.get(number.value) for number in NUMBERS_OF[kind])), "")


def _wrong_numbers(party: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    for key in PARTY_NUMBERS:
        if (number := party.get(key)) and (reason := number_fault(NumberKind(key), number, today)):
            yield key, reason
    if (telephone := party.get("telephone")) and (reason := telephone_fault(telephone)):
        yield "telephone", reason


def _disorder(stated: StatedCase, mapping: MappingFile) -> Iterator[RowFault]:
    """Milestones that contradict each other; days are compared, since many systems keep no hour."""
    known = [code for code in IN_ORDER if code in stated.milestones]
    for earlier, later in pairwise(known):
        first, second = stated.milestones[earlier], stated.milestones[later]
        if second.date() < first.date():
            column = mapping.milestones[later].column
            yield RowFault(
                row=stated.row,
                column=column,
                value=stated.source.get(column, ""),
                reason=f"早于“{mapping.milestones[earlier].column}”（{first:%Y-%m-%d}），互相矛盾",
                advice="请核对两个日期",
            )
