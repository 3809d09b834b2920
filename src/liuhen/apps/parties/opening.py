"""The party and the vehicle named when a case is opened, registered with it where it was said what they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from liuhen.apps.lawlib.queries import today
from liuhen.apps.parties.actions import NewParty, add_party
from liuhen.apps.parties.models import Party
from liuhen.core.forms.party_numbers import NUMBERS_OF, normal_number, number_fault
from liuhen.core.terms.labels import NumberKind, PartyKind

if TYPE_CHECKING:
    from liuhen.apps.cases.inputs import NewCase
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

_BY_ITS_NUMBER = {NumberKind.IDENTITY: PartyKind.PERSON, NumberKind.CREDIT_CODE: PartyKind.ORGANISATION}
_ROLES_OF_APPLICATIONS = {"on_application": "applicant"}
_VEHICLE = "involved_vehicle"


def name_parties(by: Person, case: Case, new: NewCase) -> None:
    """Register who the case is against or for, and its vehicle; nothing where only a name was stated."""
    kind = _kind(new)
    if kind is None:
        return
    party = _add(by, case, _party(new, kind), {"name": "party"}, "party_number")
    if new.plate.strip():
        _add(by, case, _vehicle(new.plate, party), {}, "plate")


def _kind(new: NewCase) -> PartyKind | None:
    """What the party is: as stated, or as its number shows."""
    if new.party_kind:
        return PartyKind(new.party_kind)
    if not new.party_number.strip():
        return None
    for number, kind in _BY_ITS_NUMBER.items():
        if not number_fault(number, normal_number(number, new.party_number), today()):
            return kind
    raise ValidationError(
        {"party_number": "请选择当事人是自然人还是单位，或者核对号码：身份证号码和信用代码的校验码都不符。"}
    )


def _party(new: NewCase, kind: PartyKind) -> NewParty:
    usual = NUMBERS_OF[kind][0]
    numbers = {usual: new.party_number} if new.party_number.strip() else {}
    return NewParty(kind=kind, role=_ROLES_OF_APPLICATIONS.get(new.origin, "party"), name=new.party, numbers=numbers)


def _vehicle(plate: str, owner: Party) -> NewParty:
    text = normal_number(NumberKind.PLATE, plate)
    sound = not number_fault(NumberKind.PLATE, text, today())
    kind = NumberKind.PLATE if sound else NumberKind.OTHER_PLATE
    return NewParty(kind=PartyKind.VEHICLE, role=_VEHICLE, numbers={kind: plate}, of=owner.pk)


def _add(by: Person, case: Case, party: NewParty, fields: Mapping[str, str], other: str) -> Party:
    """Register it; what is wrong is told beside the field of the form it was typed into."""
    try:
        return add_party(by, case, party)
    except ValidationError as error:
        told: dict[str, list[str]] = {}
        for field, messages in error.message_dict.items():
            told.setdefault(fields.get(field, other), []).extend(messages)
        raise ValidationError(told) from error
