"""Whether stated cases may become cases here: known already, changed, contradicting what is here, or ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liuhen.apps.cases.actions import BroughtCase, BroughtDocument
from liuhen.apps.cases.queries import keys_of_numbers
from liuhen.apps.importing.files import Files
from liuhen.apps.importing.inputs import Ready
from liuhen.apps.importing.models import Brought
from liuhen.apps.parties.actions import NewParty, party_faults
from liuhen.apps.people.queries import everybody, units_of
from liuhen.core.forms.party_numbers import hidden
from liuhen.core.importing.mapping import PARTY_NUMBERS, MappingFile
from liuhen.core.importing.rows import RowFault
from liuhen.core.importing.stated import StatedCase
from liuhen.core.terms.labels import NumberKind, PartyKind

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person, Unit

_SHOWN = 60
PARTY = "party"
"""The role (vocabulary party_roles) in which the party of a table is one."""


@dataclass(slots=True)
class Sorted:
    """A portion of stated cases, sorted by what may become of them."""

    ready: list[Ready] = field(default_factory=list)
    known: int = 0
    changed: list[list[RowFault]] = field(default_factory=list)
    refused: list[list[RowFault]] = field(default_factory=list)


class Checker:
    """Checks what one person brings from one source; remembers what it has seen of the table."""

    def __init__(self, by: Person, mapping: MappingFile, files: Files) -> None:
        """Read the agency's people and units once."""
        self._by, self._mapping, self._files = by, mapping, files
        agency = by.unit.agency
        self._units = {unit.name: unit for unit in units_of(agency).select_related("agency")}
        people = list(everybody().filter(unit__agency=agency))
        named = Counter(person.name for person in people)
        self._people = {person.name: person for person in people if named[person.name] == 1}
        self._people |= {person.certificate: person for person in people if person.certificate}
        self._twins = {name for name, times in named.items() if times > 1}
        self._ids: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def sort(self, portion: Sequence[StatedCase]) -> Sorted:
        """Say of each what may become of it, with two queries for all."""
        known = self._known(portion)
        taken = keys_of_numbers({one.number for one in portion})
        result = Sorted()
        for stated in portion:
            twice = list(self._twice(stated))
            if not twice and stated.id in known:
                differences = list(self._differences(stated, known[stated.id]))
                result.known += not differences
                result.changed += [differences] if differences else []
                continue
            faults = [*twice, *(() if twice else self._taken(stated, taken))]
            ready = self._ready(stated, faults)
            result.refused += [faults] if faults else []
            result.ready += [ready] if ready and not faults else []
        return result

    def _known(self, portion: Sequence[StatedCase]) -> dict[str, Mapping[str, str]]:
        ids = {one.id for one in portion}
        rows = Brought.objects.filter(agency=self._by.unit.agency_id, source=self._mapping.source, external_id__in=ids)
        return dict(rows.values_list("external_id", "content"))

    def _twice(self, stated: StatedCase) -> Iterator[RowFault]:
        """The same id or number on an earlier row of this table; the first one counts."""
        fields = self._mapping.case
        for seen, text, column in (
            (self._ids, stated.id, fields.id.column),
            (self._numbers, stated.number, fields.number.column),
        ):
            first = seen.setdefault(text, stated.row)
            if first != stated.row:
                yield _fault(stated, column, text, f"与第 {first} 行相同", "一行一案，请删去重复的一行")

    def _taken(self, stated: StatedCase, taken: Mapping[str, int]) -> Iterator[RowFault]:
        if stated.number in taken:
            column = self._mapping.case.number.column
            advice = "同一案件已在这里办理的，不必导入；确是另一案件的，请核对案号"
            yield _fault(stated, column, stated.number, "这个案号已被本系统中的案件使用", advice)

    def _differences(self, stated: StatedCase, before: Mapping[str, str]) -> Iterator[RowFault]:
        """The columns that held something else when the case was brought; nothing is ever overwritten."""
        secret = {value.column for key, value in self._mapping.party.items() if key in (*PARTY_NUMBERS, "telephone")}
        for column, text in stated.source.items():
            if column in before and before[column] != text:
                was, now = (hidden(one) if column in secret else one for one in (before[column], text))
                reason = f"导入时为“{was[:_SHOWN]}”，本系统未作改动"
                yield _fault(stated, column, now, reason, "确需更正的，请在案件中登记更正或者书面说明")

    def _ready(self, stated: StatedCase, faults: list[RowFault]) -> Ready | None:
        """The case as it may be laid down; what stands against it is added to the faults."""
        remarks: list[str] = []
        unit = self._unit(stated, faults, remarks)
        handlers = self._handlers(stated, faults, remarks)
        documents = tuple(self._documents(stated, faults))
        party = self._party(stated, faults)
        if faults:
            return None
        same = ("number", "cause", "party", "procedure", "origin", "opened_at", "plate", "features", "acts")
        case = BroughtCase(
            unit=unit,
            handlers=handlers,
            milestones=stated.milestones,
            documents=documents,
            **{name: getattr(stated, name) for name in same},
        )
        return Ready(stated, case, party, tuple(remarks))

    def _unit(self, stated: StatedCase, faults: list[RowFault], remarks: list[str]) -> Unit:
        if stated.unit and (found := self._units.get(stated.unit)):
            return found
        if stated.unit and stated.keeps_unit:
            remarks.append(f"办案部门：{stated.unit}")
        elif stated.unit:
            column = self._mapping.case.unit.column if self._mapping.case.unit else ""
            advice = f"本机构有：{'、'.join(self._units)}；或者在映射文件中写 values，或者 otherwise: keep"
            faults.append(_fault(stated, column, stated.unit, "本机构没有这个部门", advice[:300]))
        return self._by.unit

    def _handlers(self, stated: StatedCase, faults: list[RowFault], remarks: list[str]) -> tuple[Person, ...]:
        found = []
        for name in stated.handlers:
            if person := self._people.get(name):
                found.append(person)
            elif stated.keeps_handlers:
                remarks.append(f"承办人：{name}")
            else:
                faults.append(self._nobody(stated, name))
        return tuple(dict.fromkeys(found))

    def _nobody(self, stated: StatedCase, name: str) -> RowFault:
        column = self._mapping.case.handlers.column if self._mapping.case.handlers else ""
        if name in self._twins:
            return _fault(stated, column, name, "本机构有几个人叫这个名字", "请改写为执法证号")
        advice = "请核对姓名或者执法证号；已离任、不在系统中的，在映射文件中写 otherwise: keep"
        return _fault(stated, column, name, "本机构没有这个人", advice)

    def _party(self, stated: StatedCase, faults: list[RowFault]) -> NewParty | None:
        """The party as one of the case's parties, where more than the name is known of it."""
        about = stated.about_party
        if "kind" not in about:
            return None
        new = NewParty(
            kind=PartyKind(about["kind"]),
            role=PARTY,
            name=stated.party,
            numbers={NumberKind(key): about[key] for key in PARTY_NUMBERS if key in about},
            telephone=about.get("telephone", ""),
            address=about.get("address", ""),
            head=about.get("head", ""),
            post=about.get("post", ""),
            sex=about.get("sex", ""),
        )
        for name, messages in party_faults(new).items():
            value = self._mapping.party.get(name)
            column, text = (value.column, stated.source.get(value.column, "")) if value else ("", stated.party)
            faults += [_fault(stated, column, text, message, "请核对") for message in messages]
        return new

    def _documents(self, stated: StatedCase, faults: list[RowFault]) -> Iterator[BroughtDocument]:
        for paper in stated.documents:
            reason = self._files.fault(paper.file) if paper.file else ""
            if reason:
                advice = "请核对文件名和 --documents 所指的文件夹；没有文件的，请把这一格留空"
                faults.append(_fault(stated, "（文书文件）", paper.file, reason, advice))
            yield BroughtDocument(kind=paper.kind, made_at=paper.made_at, name=paper.file)


def _fault(stated: StatedCase, column: str, value: str, reason: str, advice: str) -> RowFault:
    return RowFault(row=stated.row, column=column, value=value[:_SHOWN], reason=reason, advice=advice)
