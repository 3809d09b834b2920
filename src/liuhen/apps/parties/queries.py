"""All reads of the room: who and what a case is about, who is kept out of it, cases found by a number or name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import case_for, may_work
from liuhen.apps.journal.lookups import begins
from liuhen.apps.parties.chains import standing
from liuhen.apps.parties.models import Party, PartyNumber, Recusal
from liuhen.apps.parties.permissions import SEE_NUMBERS
from liuhen.core.forms.party_numbers import masked, normal_number
from liuhen.core.terms.labels import NumberKind

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.cases.models import Approval, Case
    from liuhen.apps.people.models import Person

__all__ = ["case_for", "may_work"]
FEW = 300
"""So many cases at most are found by one word in the parties; of more, those registered last are left out."""
SHORTEST_NUMBER = 5
"""A number is looked for when at least so much of it is typed, and then whole."""
SHORTEST_NAME = 2
MAIN = "party"
"""The role of those a case is against or for 当事人."""


# parties


def parties_of(case: int) -> list[Party]:
    """The parties, agents, witnesses, vehicles and vessels of a case as they stand, in the order of registration."""
    return parties_of_cases([case])[case]


def parties_of_cases(cases: Collection[int]) -> dict[int, list[Party]]:
    """The same of several cases, in two queries."""
    rows = Party.objects.filter(case__in=cases).prefetch_related("numbers").order_by("pk")
    found: dict[int, list[Party]] = {case: [] for case in cases}
    for party, replaced in standing(rows):
        party.former = replaced
        found[party.case_id].append(party)
    return found


def main_party(parties: Iterable[Party]) -> Party | None:
    """The first 当事人 among the parties of a case."""
    return next((party for party in parties if party.role == MAIN), None)


def belonging_to(party: Party, parties: Iterable[Party]) -> list[Party]:
    """The agents, vehicles and vessels of a party."""
    return [one for one in parties if one.of_id in party.keys]


def principal_of(party: Party, parties: Iterable[Party]) -> Party | None:
    """The party an agent acts for or a vehicle belongs to, as it stands."""
    return next((one for one in parties if party.of_id in one.keys), None) if party.of_id else None


def party_for(person: Person, key: int) -> Party | None:
    """The party with this key, in the row that stands now, if the person may see its case; withdrawn: none."""
    found = Party.objects.filter(pk=key).values_list("case_id", flat=True).first()
    if found is None or case_for(person, found) is None:
        return None
    return next((one for one in parties_of(found) if key in one.keys), None)


def party_belongs(case: Case, key: int) -> bool:
    """Whether the party with this key belongs to the case."""
    return Party.objects.filter(case=case, pk=key).exists()


def party_called(key: int) -> str:
    """How people call a party."""
    name = Party.objects.filter(pk=key).values_list("name", flat=True).first()
    return name or f"party:{key}"


def rows_of(party: Party) -> list[Party]:
    """All rows of a party, the latest first: what stood there before, who corrected it and why."""
    rows = Party.objects.filter(pk__in=party.keys).select_related("registered_by").prefetch_related("numbers")
    return sorted(rows, key=lambda row: -row.pk)


def may_see_numbers(person: Person) -> bool:
    """Whether the person may have whole numbers shown."""
    return person.may(SEE_NUMBERS)


# looked up


def cases_naming(word: str) -> list[int]:
    """The cases in which somebody has this whole number, or a name that begins with the word; not more than `FEW`."""
    by_number = PartyNumber.objects.filter(number__in=_spellings(word)).values_list("party__case_id", flat=True)
    numbered = list(by_number.order_by()[:FEW]) if len(word) >= SHORTEST_NUMBER else []
    return list(dict.fromkeys([*numbered, *_named(word)]))


def _spellings(word: str) -> set[str]:
    return {normal_number(kind, word) for kind in NumberKind}


def _named(word: str) -> list[int]:
    if len(word) < SHORTEST_NAME:
        return []
    rows = Party.objects.filter(begins("name", word), withdrawn=False, replaced_by=None)
    return list(rows.order_by().values_list("case_id", flat=True)[:FEW])


# recusals


PREFIX = "recusal:"
"""How things are named that are about a recusal: "recusal:5"."""
APPROVAL = "recusal"
"""The kind of approval that decides on one."""
APPROVED = "approved"


def recusals_of(case: Case) -> list[Recusal]:
    """Who was asked to stay out of the case, and what was decided, the latest first; of a whole case read once."""
    if case.remembered is None:
        return _recusals(case)
    if "recusals" not in case.remembered:
        case.remembered["recusals"] = _recusals(case)
    found: list[Recusal] = case.remembered["recusals"]
    return found


def _recusals(case: Case) -> list[Recusal]:
    rows = Recusal.objects.filter(case=case).select_related("person", "registered_by", "approval__decided_by")
    return list(rows.order_by("-pk"))


def kept_out(case: Case) -> dict[int, datetime]:
    """The keys of the people who may not take part in a case any more, and since when they may not (art. 14)."""
    decided = ((one.person_id, one.approval) for one in reversed(recusals_of(case)))
    return {
        key: approval.decided_at
        for key, approval in decided
        if key is not None and approval and approval.outcome == APPROVED and approval.decided_at
    }


def names_kept_out(case: int) -> frozenset[str]:
    """The names of those who may not take part in a case any more, experts and interpreters among them."""
    return frozenset(
        Recusal.objects.filter(case=case, approval__outcome=APPROVED).order_by().values_list("name", flat=True)
    )


def concerned_by(approval: Approval) -> frozenset[int]:
    """The keys of the people a request for approval is about: nobody decides on his own recusal."""
    keys = [int(name.removeprefix(PREFIX)) for name in approval.about if name.startswith(PREFIX)]
    if not keys:
        return frozenset()
    people = Recusal.objects.filter(pk__in=keys).exclude(person=None).values_list("person_id", flat=True)
    return frozenset(key for key in people if key is not None)


def recusal_belongs(case: Case, key: int) -> bool:
    """Whether the recusal with this key belongs to the case."""
    return Recusal.objects.filter(case=case, pk=key).exists()


def recusal_called(key: int) -> str:
    """How people call a recusal."""
    name = Recusal.objects.filter(pk=key).values_list("name", flat=True).first()
    return f"{name}的回避" if name else f"{PREFIX}{key}"


def numbers_masked(numbers: Mapping[NumberKind, str]) -> dict[str, str]:
    """Numbers by their Chinese name, a person's with its middle hidden."""
    return {kind.label: masked(kind, text) for kind, text in numbers.items()}
