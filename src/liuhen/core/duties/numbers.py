"""Amounts a text does not state itself: set by the agency (`agency:KEY`) or by a statute (`law:KEY`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from liuhen.core.deadlines.units import Unit
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.periods import Amount
from liuhen.core.lawbook.text import LawText, SetNumber
from liuhen.core.lawbook.vocabulary import Vocabulary

LAW = "law"
"""The lender of a number that a statute sets."""

Counted = tuple[int, Unit]
LengthReader = Callable[[Scope], Counted | None]


def statutory_numbers(texts: Iterable[LawText]) -> Mapping[str, SetNumber]:
    """The numbers which the texts judged together set for one another; the first text that sets a key is asked."""
    numbers: dict[str, SetNumber] = {}
    for text in texts:
        for number in text.info.numbers:
            numbers.setdefault(number.key, number)
    return numbers


def number_reader(amount: Amount) -> Callable[[Scope], int | None]:
    """Reads the amount itself, or what was set for it: None when nobody has set anything usable."""
    length_of = length_reader(amount, Unit.AT_ONCE)

    def read(scope: Scope) -> int | None:
        length = length_of(scope)
        return length[0] if length else None

    return read


def length_reader(amount: Amount, unit: Unit) -> LengthReader:
    """Reads the amount with its unit; a statute's number comes with the statute's own unit."""
    number, key = amount.number, amount.key
    if number is not None:
        fixed = (number, unit)
        return lambda scope: fixed
    if amount.lender == LAW:
        return lambda scope: _borrowed(scope.docket, key)
    return lambda scope: _own(scope.docket, key, unit)


def nobody_set(amount: Amount, words: Vocabulary) -> str:
    """Says that the number is not known, and who would have to set it."""
    what = words.label("numbers", amount.key) or amount.key
    if amount.lender == LAW:
        return f"期限依法律、法规的规定（{what}），一并适用的文本中没有这一数字"
    return f"期限由本单位确定（{what}），本单位尚未确定"


def _own(docket: Docket, key: str, unit: Unit) -> Counted | None:
    number = _whole(docket.dossier.agency.numbers.get(key, ""))
    return None if number is None else (number, unit)


def _borrowed(docket: Docket, key: str) -> Counted | None:
    number = docket.statutory.get(key)
    return (number.amount, number.unit) if number else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
