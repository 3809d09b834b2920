"""Numbers for the invented parties of the demonstration: sound by their check signs, and nobody's.

No district has the code 990101, no register the code 99, so that no such number was ever given to anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from liuhen.core.forms.numbers import credit_code_fault, identity_number_fault
from liuhen.core.terms.labels import PartyKind

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PERSON_ENDS = "某"
"""How invented persons are called; all others are firms."""


def kind_of(name: str) -> PartyKind:
    """Whether an invented party is a person."""
    return PartyKind.PERSON if name.endswith(PERSON_ENDS) else PartyKind.ORGANISATION


def number_of(name: str, serial: int) -> str:
    """The number of an invented party: an identity number or a unified social credit code."""
    if kind_of(name) is PartyKind.PERSON:
        return _checked(f"990101{1970 + serial % 30}0{serial % 9 + 1}1500{serial % 10}", _identity_fault)
    return _checked(f"99990101MA{serial:07d}", credit_code_fault)


def _identity_fault(text: str) -> str:
    return identity_number_fault(text, date.max)


def _checked(body: str, fault: Callable[[str], str]) -> str:
    """The number with the sign that makes it sound."""
    return next(number for sign in SIGNS if not fault(number := body + sign))
