"""What is registered of the parties and of recusals, for the fields of a document. Given to filling.py.

Of several parties the one a document is about (`about`: "party:5") fills it, else the first 当事人. What is registered
of a party goes before what earlier papers say: it is corrected where it is wrong, and papers stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from liuhen.apps.lawlib.queries import term, today
from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.form import Fill
from liuhen.core.forms.party_numbers import age_on
from liuhen.core.terms.labels import NumberKind, PartyKind

if TYPE_CHECKING:
    from liuhen.apps.documents.known import Known
    from liuhen.apps.parties.models import Party, Recusal

PERSON_FILLS = frozenset(
    {
        *(Fill.PARTY_NAME, Fill.PARTY_SEX, Fill.PARTY_AGE, Fill.PARTY_IDENTITY, Fill.PARTY_ADDRESS),
        *(Fill.PARTY_TELEPHONE, Fill.PARTY_EMPLOYER),
    }
)
FIRM_FILLS = frozenset({Fill.FIRM_NAME, Fill.FIRM_ADDRESS, Fill.FIRM_TELEPHONE, Fill.FIRM_HEAD, Fill.FIRM_CODE})
OUTCOMES = {"approved": "决定回避", "refused": "不予回避"}


def registered(fill: Fill, known: Known) -> Iterator[tuple[str, str]]:
    """What is registered for a field, and where: value and source."""
    if fill in _OF_PARTY and (party := known.party) is not None and fits(fill, known):
        yield _OF_PARTY[fill](party, known), SOURCE
    if fill in _OF_PERSON and (person := known.person_asked) is not None:
        yield _OF_PERSON[fill](person, known), SOURCE
    if fill in _OF_RECUSAL and (recusal := known.recusal) is not None:
        yield _OF_RECUSAL[fill](recusal), "回避申请登记"
    if fill in _OF_THINGS:
        yield "、".join(filter(None, (_OF_THINGS[fill](one) for one in known.things_of_party))), SOURCE


def fits(fill: Fill, known: Known) -> bool:
    """Whether a field about a person or an organisation is about the party, where a form asks for both apart."""
    if known.party is None or not known.asks_apart:
        return True
    is_person = known.party.kind == PartyKind.PERSON
    return not (fill in FIRM_FILLS and is_person) and not (fill in PERSON_FILLS and not is_person)


SOURCE = "当事人登记"
_Of = Callable[["Party", "Known"], str]


def _identity(party: Party, _known: Known) -> str:
    return party.numbers_by_kind.get(NumberKind.IDENTITY, "")


def _code(party: Party, _known: Known) -> str:
    return party.numbers_by_kind.get(NumberKind.CREDIT_CODE, "")


def _age(party: Party, _known: Known) -> str:
    return str(age_on(party.birth, today())) if party.birth else ""


def _name(party: Party, _known: Known) -> str:
    return party.name


def _address(party: Party, _known: Known) -> str:
    return party.address


def _telephone(party: Party, _known: Known) -> str:
    return party.telephone


def _post(party: Party, _known: Known) -> str:
    return party.post


def _sex(party: Party, _known: Known) -> str:
    return party.sex


def _head(party: Party, known: Known) -> str:
    """The legal representative as registered with the organisation, or as a person of his own."""
    own = (one.name for one in known.parties if one.role == "legal_representative" and one.of_id in party.keys)
    return party.head or next(own, "")


def _role(party: Party, _known: Known) -> str:
    return term("party_roles", party.role)


_OF_PARTY: dict[Fill, _Of] = {
    Fill.PARTY: _name,
    Fill.PARTY_NAME: _name,
    Fill.PARTY_SEX: _sex,
    Fill.PARTY_AGE: _age,
    Fill.PARTY_IDENTITY: _identity,
    Fill.PARTY_ADDRESS: _address,
    Fill.PARTY_TELEPHONE: _telephone,
    Fill.PARTY_EMPLOYER: _post,
    Fill.FIRM_NAME: _name,
    Fill.FIRM_ADDRESS: _address,
    Fill.FIRM_TELEPHONE: _telephone,
    Fill.FIRM_HEAD: _head,
    Fill.FIRM_CODE: _code,
}
_OF_PERSON: dict[Fill, _Of] = {
    Fill.ASKED_NAME: _name,
    Fill.ASKED_SEX: _sex,
    Fill.ASKED_AGE: _age,
    Fill.ASKED_IDENTITY: _identity,
    Fill.ASKED_TELEPHONE: _telephone,
    Fill.ASKED_EMPLOYER: _post,
    Fill.ASKED_ADDRESS: _address,
    Fill.ASKED_RELATION: _role,
}
_OF_THINGS: dict[Fill, Callable[[Party], str]] = {
    Fill.VEHICLE_NUMBER: lambda thing: thing.name if thing.kind == PartyKind.VESSEL else thing.number,
    Fill.VEHICLE_KIND: lambda thing: thing.model,
}
_OF_RECUSAL: dict[Fill, Callable[[Recusal], str]] = {
    Fill.RECUSAL_PERSON: lambda one: one.name,
    Fill.RECUSAL_ASKER: lambda one: one.asker or one.name,
    Fill.RECUSAL_WAY: lambda one: one.way_label,
    Fill.RECUSAL_DAY: lambda one: one.asked_at.astimezone(CHINA).date().isoformat(),
    Fill.RECUSAL_REASON: lambda one: f"{term('recusal_grounds', one.ground)}。{one.reason}",
    Fill.RECUSAL_OUTCOME: lambda one: OUTCOMES.get(one.approval.outcome, "") if one.approval else "",
    Fill.RECUSAL_WORDS: lambda one: one.approval.words if one.approval else "",
}
