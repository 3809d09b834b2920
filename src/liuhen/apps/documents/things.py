"""What a document is about: recordings, steps, parties … of the case, named "recording:5"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from liuhen.apps.cases.queries import document_for, interruption_for, step_for
from liuhen.apps.goods.queries import item_belongs
from liuhen.apps.parties.queries import party_belongs, recusal_belongs
from liuhen.apps.recordings.queries import recordings_of_case

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

MOST = 500
_LONGEST_KEY = 18
"""Digits of a key that every database holds."""


def check_things(by: Person, case: Case, names: Sequence[str], *, before: Sequence[str] = ()) -> None:
    """Stop unless each name is of a thing of this case that the person may know of.

    What was named `before` stays named: a recording may be detached from the case while its document is written.
    """
    if len(names) > MOST:
        raise ValidationError({"about": f"一份文书最多涉及 {MOST} 个对象，现有 {len(names)} 个。请分成几份。"})
    for name in names:
        if name not in before and not _is_of_case(by, case, name):
            raise ValidationError(
                {"about": f"“{name[:60]}”不属于本案，请从列表中选择；音像记录请先关联到本案的执法环节。"}
            )


def still_of_case(by: Person, case: Case, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the things named that belong to the case today."""
    return tuple(name for name in names if _is_of_case(by, case, name))


def _is_of_case(by: Person, case: Case, name: str) -> bool:
    kind, _, key = name.partition(":")
    digits = key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY
    return digits and kind in _OF_CASE and _OF_CASE[kind](by, case, int(key))


def _step(by: Person, case: Case, key: int) -> bool:
    step = step_for(by, key)
    return step is not None and step.case_id == case.pk


def _document(by: Person, case: Case, key: int) -> bool:
    document = document_for(by, key)
    return document is not None and document.case_id == case.pk


def _interruption(by: Person, case: Case, key: int) -> bool:
    interruption = interruption_for(by, key)
    return interruption is not None and interruption.step.case_id == case.pk


def _recording(by: Person, case: Case, key: int) -> bool:
    return recordings_of_case(case.pk).filter(pk=key).exists()


_OF_CASE: dict[str, Callable[[Person, Case, int], bool]] = {
    "step": _step,
    "document": _document,
    "interruption": _interruption,
    "recording": _recording,
    "party": lambda _by, case, key: party_belongs(case, key),
    "recusal": lambda _by, case, key: recusal_belongs(case, key),
    "item": lambda _by, case, key: item_belongs(case, key),
}
