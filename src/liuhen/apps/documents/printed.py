"""How a filled form reads on paper: every field as official papers write it. Pure; words are Chinese whoever prints.

What was typed is printed as it was typed where it can't be read (a draft may hold half a date).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.filled import ANSWER, QUESTION, TICKED, Content, Row, Value
from liuhen.core.forms.form import Field, FieldKind, Fill, Form, Way
from liuhen.core.forms.money import fen_of, in_capitals, in_figures
from liuhen.ports.press import Cell, CellKind, Place, PlaceKind, Signed

YES = "是"


def cells_of(form: Form, content: Content, stated: Mapping[str, Place]) -> list[Cell]:
    """The fields in the order of the form; the case number heads the paper and seals end it. `stated`: by opinion.

    What is no part of the prescribed form is printed where it says something.
    """
    shown = [field for field in form.fields if field.kind is not FieldKind.SEAL and field.fills is not Fill.CASE_NUMBER]
    there = [field for field in shown if content.get(field.key) or not field.added]
    return [_cell(field, content.get(field.key, ""), stated.get(field.key)) for field in there]


def case_number_in(form: Form, content: Content) -> str:
    """The case number 案号 as it was written into the form; empty when the form has none."""
    keys = [field.key for field in form.fields if field.fills is Fill.CASE_NUMBER]
    return next((value for key in keys if isinstance(value := content.get(key, ""), str) and value), "")


def opinion_slots(form: Form) -> dict[int, str]:
    """Which signature belongs to which opinion: slot → key of the field. Those who give an opinion sign beside it."""
    opinions = [field.key for field in form.fields if field.kind is FieldKind.OPINION]
    stating = [slot for slot, one in enumerate(form.signatures) if one.how is Way.STATES_AND_SIGNS]
    everybody = [slot for slot, one in enumerate(form.signatures) if one.how is not Way.SEALS]
    for slots in (stating, everybody):
        if len(slots) == len(opinions):
            return dict(zip(slots, opinions, strict=True))
    return {}


def places_of(form: Form, signed: Mapping[int, Sequence[Signed]], agency: str) -> dict[int, Place]:
    """A place for everybody who confirms the form, by slot; seals bear the agency's name."""
    opinions = opinion_slots(form)
    places = {}
    for slot, one in enumerate(form.signatures):
        kind = PlaceKind.OPINION if slot in opinions else _PLACES.get(one.how, PlaceKind.SIGNATURE)
        who, note = (agency, one.who) if kind is PlaceKind.SEAL else (one.who, one.note or "")
        given = signed.get(slot, ())
        places[slot] = Place(who=who, note=note, room=one.at_least or 1, kind=kind, signed=given)
    seal = next((field for field in form.fields if field.kind is FieldKind.SEAL), None)
    if seal and PlaceKind.SEAL not in {place.kind for place in places.values()}:
        places[len(places)] = Place(who=agency, note=seal.label, kind=PlaceKind.SEAL)
    return places


def day_words(day: date) -> str:
    """A day as papers write it: 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_words(moment: datetime) -> str:
    """A moment in Chinese civil time, to the minute: 2026年11月20日14时05分."""
    local = moment.astimezone(CHINA) if moment.tzinfo else moment
    return f"{day_words(local.date())}{local.hour}时{local.minute:02d}分"


def _cell(field: Field, value: Value, place: Place | None) -> Cell:
    label, group = field.label, field.group or ""
    match field.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES | FieldKind.TICK:
            return Cell(label=label, group=group, kind=CellKind.TICKS, options=list(_options(field, value)))
        case FieldKind.TABLE:
            heads = [column.label for column in field.columns]
            return Cell(label=label, group=group, kind=CellKind.TABLE, heads=heads, rows=_table(field, value))
        case FieldKind.DIALOGUE:
            talk = [(row.get(QUESTION, ""), row.get(ANSWER, "")) for row in _rows(value)]
            return Cell(label=label, group=group, kind=CellKind.DIALOGUE, rows=talk)
        case FieldKind.OPINION:
            return _opinion(field, value, place)
    kind = CellKind.LONG if field.kind is FieldKind.LONG_TEXT else CellKind.LINE
    return Cell(label=label, group=group, kind=kind, text=_text(field.kind, value))


def _opinion(field: Field, value: Value, place: Place | None) -> Cell:
    """What was written into the field, or said when signing."""
    text = _text(field.kind, value) or "\n".join(one.words for one in (place.signed if place else ()) if one.words)
    return Cell(label=field.label, group=field.group or "", kind=CellKind.OPINION, text=text, place=place)


def _options(field: Field, value: Value) -> Iterator[tuple[str, bool]]:
    """Every choice, with whether it was taken; what was typed and is no choice is shown too."""
    taken = [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)]
    if field.kind is FieldKind.TICK:
        yield YES, TICKED in taken
        return
    yield from ((choice, choice in taken) for choice in field.choices)
    yield from ((other, True) for other in taken if other and other not in field.choices)


def _table(field: Field, value: Value) -> list[list[str]]:
    return [[_text(column.kind, row.get(column.key, "")) for column in field.columns] for row in _rows(value)]


def _rows(value: Value) -> list[Row]:
    return [] if isinstance(value, str) else [row for row in value if isinstance(row, Mapping)]


def _text(kind: FieldKind, value: Value) -> str:
    if not isinstance(value, str):
        return ("\n" if kind is FieldKind.OFFICERS else "、").join(one for one in value if isinstance(one, str))
    if not value or kind not in _WRITTEN:
        return value
    try:
        return _WRITTEN[kind](value)
    except (ValueError, OverflowError):  # NotMoney is one
        return value


def _money(value: str) -> str:
    fen = fen_of(value)
    return f"人民币{in_capitals(fen)}（¥{in_figures(fen)}）"


_WRITTEN: dict[FieldKind, Callable[[str], str]] = {
    FieldKind.MONEY: _money,
    FieldKind.DAY: lambda value: day_words(date.fromisoformat(value)),
    FieldKind.MOMENT: lambda value: moment_words(datetime.fromisoformat(value)),
}
_PLACES = {Way.SEALS: PlaceKind.SEAL, Way.SIGNS_EACH_PAGE: PlaceKind.EACH_PAGE}
