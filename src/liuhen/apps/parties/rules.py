"""What must hold before a party is registered. A broken rule names the field, says why and what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from liuhen.apps.cases.queries import is_archived
from liuhen.apps.lawlib.queries import kinds_of_role, knows, term, today
from liuhen.apps.parties.inputs import NewParty
from liuhen.core.forms.numbers import telephone_fault
from liuhen.core.forms.party_numbers import NUMBERS_OF, birth_of, normal_number, number_fault, sex_of
from liuhen.core.terms.labels import NumberKind, PartyKind

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.parties.models import Party

SEXES = ("男", "女")
EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST = {"name": 120, "address": 200, "head": 60, "post": 120, "model": 60, "note": 2000}
"""Characters a field holds."""


def broken(field: str, message: str) -> ValidationError:
    """A broken rule, bound to the field of the form it belongs to."""
    return ValidationError({field: message})


def not_archived(case: Case, what: str) -> None:
    """Once archived, nothing of the case is changed."""
    if is_archived(case):
        raise ValidationError(f"案件 {case.number} 已归档，不能再{what}。如有新情况，请登记书面说明或者情形。")


def put_right(new: NewParty) -> NewParty:
    """What was typed, without blanks around it, numbers as they are kept, and with what an identity number tells."""
    numbers = {kind: normal_number(kind, text) for kind, text in new.numbers.items()}
    numbers = {kind: text for kind, text in numbers.items() if text}
    texts = {name: getattr(new, name).strip() for name in (*LONGEST, "telephone", "role")}
    right = replace(new, numbers=numbers, **texts)
    right = replace(right, name=right.name or _named_by_number(right))
    return _told_by_identity(right)


def _named_by_number(new: NewParty) -> str:
    plates = (new.numbers.get(kind) for kind in (NumberKind.PLATE, NumberKind.OTHER_PLATE))
    return next((plate for plate in plates if plate), "") if new.kind is PartyKind.VEHICLE else ""


def _told_by_identity(new: NewParty) -> NewParty:
    identity = new.numbers.get(NumberKind.IDENTITY, "")
    if not identity or number_fault(NumberKind.IDENTITY, identity, today()):
        return new
    return replace(new, sex=new.sex or sex_of(identity), birth=new.birth or birth_of(identity))


def check(new: NewParty, others: Sequence[Party]) -> None:
    """Stop at what is wrong with a party put right; `others` are those of the case."""
    faults: dict[str, list[str]] = {}
    for field, message in (*_role_faults(new), *_text_faults(new), *_number_faults(new), *_person_faults(new)):
        faults.setdefault(field, []).append(message)
    if new.of is not None and not any(new.of in one.keys for one in others):
        faults.setdefault("of", []).append("所属的当事人不在本案登记之中，请从列表中选择。")
    if not faults and (twin := _twin(new, others)):
        faults["name"] = [f"{twin.name}已经登记为本案的{term('party_roles', twin.role)}，如需修改，请用“更正”。"]
    if faults:
        raise ValidationError(faults)


def _role_faults(new: NewParty) -> list[tuple[str, str]]:
    if not knows("party_roles", new.role):
        return [("role", "请从列表中选择身份。")]
    kinds = kinds_of_role(new.role)
    if kinds and new.kind.value not in kinds:
        return [("role", f"{new.kind.label}不能登记为“{term('party_roles', new.role)}”，请改选身份或者种类。")]
    return []


def _text_faults(new: NewParty) -> list[tuple[str, str]]:
    found = [
        (field, f"最多 {most} 字，请写要点。") for field, most in LONGEST.items() if len(getattr(new, field)) > most
    ]
    if not new.name:
        found.append(("name", "请填写姓名、名称；车辆可以只填号牌。"))
    if new.telephone and (fault := telephone_fault(new.telephone)):
        found.append(("telephone", fault))
    return found


def _number_faults(new: NewParty) -> list[tuple[str, str]]:
    found = []
    for kind, text in new.numbers.items():
        if kind not in NUMBERS_OF[new.kind]:
            found.append((kind.value, f"{new.kind.label}没有{kind.label}，请核对种类。"))
        elif fault := number_fault(kind, text, today()):
            found.append((kind.value, fault))
    return found


def _person_faults(new: NewParty) -> list[tuple[str, str]]:
    found = []
    if new.sex and new.sex not in SEXES:
        found.append(("sex", "性别请填写男或者女。"))
    if new.birth and not EARLIEST_BIRTH <= new.birth <= today():
        found.append(("birth", "出生日期不可能，请核对年份。"))
    return [*found, *_against_identity(new)]


def _against_identity(new: NewParty) -> list[tuple[str, str]]:
    """Sex and day of birth must be those of the identity number."""
    identity = new.numbers.get(NumberKind.IDENTITY, "")
    if not identity or number_fault(NumberKind.IDENTITY, identity, today()):
        return []
    found = []
    if new.sex in SEXES and new.sex != sex_of(identity):
        found.append(("sex", f"与公民身份号码不一致：按号码应为{sex_of(identity)}。请核对证件。"))
    if new.birth and new.birth != birth_of(identity):
        found.append(("birth", f"与公民身份号码不一致：按号码应为 {birth_of(identity)}。请核对证件。"))
    return found


def _twin(new: NewParty, others: Sequence[Party]) -> Party | None:
    """The same person or thing in the same role: by number, where one is known of both, else by name."""
    same = (one for one in others if one.role == new.role and one.kind == new.kind.value)
    return next((one for one in same if _alike(one.numbers_by_kind, new.numbers, one.name == new.name)), None)


def _alike(one: Mapping[NumberKind, str], other: Mapping[NumberKind, str], same_name: bool) -> bool:
    shared = one.keys() & other.keys()
    return any(one[kind] == other[kind] for kind in shared) if shared else same_name
