"""What the pages of parties show, put together for their templates. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.queries import is_archived, may_name_handler, may_work
from liuhen.apps.lawlib.queries import approval_basis, term, today
from liuhen.apps.parties.queries import may_see_numbers, parties_of, principal_of, recusals_of, rows_of
from liuhen.core.forms.party_numbers import age_on, hidden, masked
from liuhen.core.terms.labels import PartyKind

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.parties.models import Party
    from liuhen.apps.people.models import Person

ICONS = {
    PartyKind.PERSON: "user",
    PartyKind.ORGANISATION: "building",
    PartyKind.VEHICLE: "truck",
    PartyKind.VESSEL: "ship",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A party as a page shows it: what it is, what is known of it; numbers and telephone with their middle hidden."""

    party: Party
    role: str
    icon: str
    numbers: Sequence[tuple[str, str]]
    telephone: str
    age: int | None
    of: Party | None
    hides: bool

    @property
    def line(self) -> str:
        """The numbers and the telephone in one line."""
        return " · ".join([*(number for _, number in self.numbers), *filter(None, [self.telephone])])


def shown(party: Party, parties: Sequence[Party], *, whole: bool = False) -> Shown:
    """A party as a page shows it; `whole`: somebody asked for its numbers, which was journalled."""
    numbers = party.numbers_by_kind
    told = {kind: text if whole else masked(kind, text) for kind, text in numbers.items()}
    telephone = party.telephone if whole else hidden(party.telephone)
    return Shown(
        party,
        term("party_roles", party.role),
        ICONS[PartyKind(party.kind)],
        [(kind.label, text) for kind, text in told.items() if text != party.name],
        telephone,
        age_on(party.birth, today()) if party.birth else None,
        principal_of(party, parties),
        hides=told != numbers or telephone != party.telephone,
    )


def of_case(person: Person, case: Case) -> dict[str, Any]:
    """The page of all parties of a case, and of who was asked to stay out of it."""
    parties = parties_of(case.pk)
    return {
        "case": case,
        "parties": _in_order([shown(one, parties) for one in parties]),
        "recusals": recusals_of(case),
        "basis": approval_basis("recusal"),
        "may_work": may_work(person, case) and not is_archived(case),
        "may_name_handler": may_name_handler(person, case) and not is_archived(case),
    }


def _in_order(found: list[Shown]) -> list[Shown]:
    """Each party followed by those that belong to it."""
    owned = [one for one in found if one.of]
    first = [one for one in found if not one.of]
    return [each for one in first for each in [one, *(own for own in owned if _leads_to(own, one, found))]]


def _leads_to(own: Shown, first: Shown, found: Sequence[Shown]) -> bool:
    """Whether a party belongs to another, directly or through a third."""
    by_key = {one.party.pk: one for one in found}
    for _step in found:
        if own.of is None:
            return False
        if own.of.pk == first.party.pk:
            return True
        own = by_key[own.of.pk]
    return False


def one_party(person: Person, party: Party, *, whole: bool) -> dict[str, Any]:
    """The page of one party: what is known, what stood there before; `whole`: with its numbers."""
    case, parties = party.case, parties_of(party.case_id)
    rows = rows_of(party)
    return {
        "case": case,
        "one": shown(party, parties, whole=whole),
        "whole": whole,
        "former": [shown(row, parties, whole=whole) for row in rows],
        "may_work": may_work(person, case) and not is_archived(case),
        "may_see": may_see_numbers(person),
        "owned": [shown(one, parties) for one in parties if one.of_id in party.keys],
    }


def on_case_page(_person: Person, case: Case) -> tuple[str, dict[str, Any]]:
    """What the page of a case shows of its parties, in three queries: template and parties, recusals."""
    parties = parties_of(case.pk)
    content = {"case": case, "parties": _in_order([shown(one, parties) for one in parties])}
    return "parties/_on_case.html", {**content, "recusals": recusals_of(case)}
