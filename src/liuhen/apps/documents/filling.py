"""What the program knows for a field before anybody types, and in plain words where it knows it from.

Every value may be changed. What nobody has stated stays empty: nothing here guesses what is evidence or law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from liuhen.apps.documents.goods_filling import goods_rows
from liuhen.apps.documents.known import Earlier, Known, officer_words
from liuhen.apps.documents.party_filling import FIRM_FILLS, PERSON_FILLS, fits, registered
from liuhen.apps.lawlib.queries import term, today
from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.form import Field, FieldKind, Fill, Form
from liuhen.core.forms.numbers import identity_number_fault

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.cases.models import Case, Step
    from liuhen.core.forms.filled import Content, Row, Value

_AGENCY_WIDE = frozenset(
    {
        *(Fill.BANK, Fill.ACCOUNT, Fill.RECONSIDERATION, Fill.COURT, Fill.POSTCODE),
        *(Fill.CONTACT, Fill.CONTACT_ADDRESS, Fill.CONTACT_TELEPHONE),
    }
)
"""What is the same in every case of an agency: taken over from its latest paper of any case."""
_FIRM_ENDS = (
    *("公司", "厂", "店", "社", "行", "部", "中心", "站", "场", "队", "院", "局", "处", "所"),
    *("学校", "协会", "企业", "集团", "商行", "经营户"),
)
"""How names of organisations end; others are taken for those of persons until a document says otherwise."""
_SEVERAL = (FieldKind.PEOPLE, FieldKind.OFFICERS)


@dataclass(frozen=True, slots=True)
class Filled:
    """A value for a field, and where it comes from, in plain words."""

    value: Value
    source: str


def suggestions(form: Form, known: Known) -> dict[str, Filled]:
    """What is known for each field of a form."""
    known.asks_apart = {field.fills for field in form.fields} & FIRM_FILLS != frozenset()
    return {field.key: filled for field in form.fields if (filled := _filled(field, known))}


def filled_content(form: Form, known: Known) -> Content:
    """A form as it is when begun."""
    return {key: filled.value for key, filled in suggestions(form, known).items()}


def _filled(field: Field, known: Known) -> Filled | None:
    """The first that is known and fits the field."""
    if field.fills is None:
        return None
    for found in _candidates(field, field.fills, known):
        value = _fitting(field, found.value)
        if value:
            return Filled(value, found.source)
    return None


def _candidates(field: Field, fill: Fill, known: Known) -> Iterator[Filled]:
    yield from (Filled(value, source) for value, source in registered(fill, known))
    if fill in _OF_A_PARTY and (known.is_about_another or not fits(fill, known)):
        return  # what papers and the registration of the case say is about another
    first = _FIRST.get(fill)
    yield from first(field, known) if first else ()
    if fill not in _OWN:
        yield from _said_by(known.papers, fill)
    last = _LAST.get(fill)
    yield from last(field, known) if last else ()
    if fill in _AGENCY_WIDE:
        yield from (Filled(one.value, f"本机构以前的{one.source}") for one in _said_by(known.of_the_agency, fill))


def _said_by(papers: Sequence[Earlier], fill: Fill) -> Iterator[Filled]:
    yield from (Filled(value, paper.source) for paper in papers for value in paper.said(fill))


def _fitting(field: Field, value: Value) -> Value:
    """The value in the shape of the field; empty when it has no place there."""
    if field.kind is FieldKind.TABLE:
        return _rows(field, value)
    if field.kind in _SEVERAL:
        return [value] if isinstance(value, str) else value
    if not isinstance(value, str):
        texts = [one for one in value if isinstance(one, str)]
        value = texts[0] if field.kind is FieldKind.PERSON and texts else "、".join(texts)
    return value if field.kind is not FieldKind.CHOICE or value in field.choices else ""


def _rows(field: Field, value: Value) -> Sequence[Row]:
    keys = [column.key for column in field.columns]
    rows = [] if isinstance(value, str) else [row for row in value if not isinstance(row, str)]
    kept = ({key: row[key] for key in keys if row.get(key)} for row in rows)
    return [row for row in kept if row]


# the case, its step and its people


def _case(value: Callable[[Case], str]) -> Callable[[Field, Known], Iterator[Filled]]:
    def fill(_field: Field, known: Known) -> Iterator[Filled]:
        yield Filled(value(known.case), "案件登记")

    return fill


def _of_step(value: Callable[[Step], str]) -> Callable[[Field, Known], Iterator[Filled]]:
    def fill(_field: Field, known: Known) -> Iterator[Filled]:
        if known.step is not None:
            yield Filled(value(known.step), known.step_source)

    return fill


def _officers(field: Field, known: Known) -> Iterator[Filled]:
    certified = field.kind is not FieldKind.PEOPLE and field.kind is not FieldKind.PERSON
    yield Filled([officer_words(one) if certified else one.name for one in known.officers], known.people_source)


def _recorder(field: Field, known: Known) -> Iterator[Filled]:
    """Who kept the record, else who writes; but not where the law may keep out who works on the case."""
    yield Filled([one.name for one in known.recorders[:1]], known.step_source)
    if field.takes_part is None:
        yield Filled(known.by.name, "起草人")


def _named_person(field: Field, known: Known) -> Iterator[Filled]:
    if not _is_firm(known.case.party):
        yield from _case(lambda case: case.party)(field, known)


def _named_firm(field: Field, known: Known) -> Iterator[Filled]:
    if _is_firm(known.case.party):
        yield from _case(lambda case: case.party)(field, known)


def _is_firm(name: str) -> bool:
    return name.endswith(_FIRM_ENDS)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M") if moment else ""


# from an identity number


def _sex(_field: Field, known: Known) -> Iterator[Filled]:
    for number in _identity_numbers(known):
        yield Filled("男" if int(number[16]) % 2 else "女", "由身份证件号推算")


def _age(_field: Field, known: Known) -> Iterator[Filled]:
    for number in _identity_numbers(known):
        born, now = date(int(number[6:10]), int(number[10:12]), int(number[12:14])), today()
        age = now.year - born.year - ((now.month, now.day) < (born.month, born.day))
        yield Filled(str(age), "由身份证件号推算")


def _identity_numbers(known: Known) -> Iterator[str]:
    for found in _said_by(known.papers, Fill.PARTY_IDENTITY):
        if isinstance(found.value, str) and not identity_number_fault(found.value, today()):
            yield found.value


# earlier documents


def _earlier_number(field: Field, known: Known) -> Iterator[Filled]:
    for one in _earlier(field, known):
        yield Filled(one.paper.number or known.case.number, one.source)


def _earlier_day(field: Field, known: Known) -> Iterator[Filled]:
    for document in reversed(known.documents):
        if document.kind == field.earlier:
            yield Filled(
                document.made_at.astimezone(CHINA).date().isoformat(), f"《{term('documents', document.kind)}》"
            )


def _earlier_content(field: Field, known: Known) -> Iterator[Filled]:
    for one in _earlier(field, known):
        yield from (Filled(value, one.source) for value in one.said(Fill.PENALTY))
        said = (one.paper.content.get(asked.key) for asked in one.form.fields if asked.kind is FieldKind.LONG_TEXT)
        yield from (Filled(value, one.source) for value in said if value)


def _earlier(field: Field, known: Known) -> Iterator[Earlier]:
    return (one for one in known.papers if one.paper.form == field.earlier)


def _evidence(_field: Field, known: Known) -> Iterator[Filled]:
    """Everything the case file holds, to be cut down to what proves something."""
    papers = [(term("documents", one.kind), "文书") for one in known.documents]
    named = [*papers, *known.recordings]
    rows = [
        {"number": str(number), "name": name, "specification": kind, "quantity": "1份"}
        for number, (name, kind) in enumerate(named, 1)
    ]
    yield Filled(rows, "本案的文书和音像记录")


def _goods(field: Field, known: Known) -> Iterator[Filled]:
    yield from (Filled(rows, source) for rows, source in goods_rows(field, known))


_Source = Callable[[Field, Known], Iterator[Filled]]
_FIRST: dict[Fill, _Source] = {
    Fill.CASE_NUMBER: _case(lambda case: case.number),
    Fill.CAUSE: _case(lambda case: case.cause),
    Fill.AGENCY: _case(lambda case: case.agency.name),
    Fill.PARTY: _case(lambda case: case.party),
    Fill.VEHICLE_NUMBER: _case(lambda case: case.plate),
    Fill.PLACE: _of_step(lambda step: step.place),
    Fill.START: _of_step(lambda step: _moment(step.start)),
    Fill.END: _of_step(lambda step: _moment(step.end)),
    Fill.OFFICERS: _officers,
    Fill.RECORDER: _recorder,
    Fill.EARLIER_NUMBER: _earlier_number,
    Fill.EARLIER_DAY: _earlier_day,
    Fill.EARLIER_CONTENT: _earlier_content,
    Fill.EVIDENCE: _evidence,
    Fill.GOODS: _goods,
}
"""What is asked before earlier papers."""
_LAST: dict[Fill, _Source] = {
    Fill.PARTY_NAME: _named_person,
    Fill.FIRM_NAME: _named_firm,
    Fill.PARTY_SEX: _sex,
    Fill.PARTY_AGE: _age,
    Fill.CONTACT: lambda _field, known: iter([Filled(known.by.name, "起草人")]),
}
"""What is asked after them."""
_OF_A_PARTY = PERSON_FILLS | FIRM_FILLS | {Fill.PARTY}
"""What is said of one party, and not true of another."""
_OWN = frozenset(
    {
        *(Fill.PLACE, Fill.START, Fill.END, Fill.OFFICERS, Fill.RECORDER, Fill.EVIDENCE),
        *(Fill.EARLIER_NUMBER, Fill.EARLIER_DAY, Fill.EARLIER_CONTENT),
        *(fill for fill in Fill if fill.value.startswith(("asked_", "recusal_"))),
    }
)
"""What belongs to one document alone and is taken over from no other."""
