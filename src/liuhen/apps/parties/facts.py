"""Rows → core facts: what the law may know of parties and of who was asked to stay out. Ids look like "party:3".

A party keeps the id of its first row through all corrections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from liuhen.apps.journal.prepared import Prepared, Row
from liuhen.apps.parties.chains import standing
from liuhen.apps.parties.models import Party, PartyNumber, Recusal
from liuhen.core.terms import facts
from liuhen.core.terms.labels import PartyKind, RecusalWay

DECIDED = frozenset({"approved", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """The part of a dossier that comes from this room."""

    parties: tuple[facts.Party, ...] = ()
    recusals: tuple[facts.Recusal, ...] = ()


_PARTIES = Prepared(
    lambda keys: Party.objects.filter(case__in=keys).order_by("pk"),
    *("case_id", "pk", "kind", "role", "name", "sex", "birth", "address", "telephone", "head", "post", "model", "note"),
    *("of_id", "replaces_id", "withdrawn"),
)
_NUMBERS = Prepared(
    lambda keys: PartyNumber.objects.filter(party__case__in=keys).order_by("pk"), "party_id", "kind", "number"
)
_RECUSALS = Prepared(
    lambda keys: Recusal.objects.filter(case__in=keys).order_by("pk"),
    *("case_id", "pk", "person__certificate", "name", "way", "asker", "orally", "ground", "reason", "asked_at"),
    *("approval_id", "approval__outcome", "approval__decided_at"),
)


def parties_of_cases(keys: Collection[int]) -> dict[int, PartyFacts]:
    """The facts of each of these cases, in a fixed number of queries."""
    recusals, parties = _recusals(keys), _parties(keys)
    return {key: PartyFacts(parties=tuple(parties[key]), recusals=tuple(recusals[key])) for key in keys}


def _parties(keys: Collection[int]) -> defaultdict[int, list[facts.Party]]:
    found = defaultdict[int, list[facts.Party]](list)
    rows = list(_PARTIES.rows(keys))
    numbers = _numbers(keys) if rows else {}
    links = standing(rows)
    firsts = {key: (*former, row.pk)[0] for row, former in links for key in (*former, row.pk)}
    for row, _former in links:
        found[row.case_id].append(_party(row, firsts, numbers.get(row.pk, {})))
    return found


def _numbers(keys: Collection[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in _NUMBERS.rows(keys):
        found.setdefault(row.party_id, {})[row.kind] = row.number
    return found


def _party(row: Row, firsts: Mapping[int, int], numbers: Mapping[str, str]) -> facts.Party:
    names = ("role", "name", "sex", "address", "telephone", "head", "post", "model", "note")
    return facts.Party(
        id=f"party:{firsts[row.pk]}",
        kind=PartyKind(row.kind),
        numbers=numbers,
        birth=row.birth.isoformat() if row.birth else "",
        of=f"party:{firsts[row.of_id]}" if row.of_id in firsts else None,
        **{name: getattr(row, name) for name in names},
    )


def _recusals(keys: Collection[int]) -> defaultdict[int, list[facts.Recusal]]:
    found = defaultdict[int, list[facts.Recusal]](list)
    for row in _RECUSALS.rows(keys):
        found[row.case_id].append(_recusal(row))
    return found


def _recusal(row: Row) -> facts.Recusal:
    return facts.Recusal(
        id=f"recusal:{row.pk}",
        name=row.name,
        certificate=row.person__certificate or "",
        way=RecusalWay(row.way),
        asker=row.asker,
        orally=row.orally,
        ground=row.ground,
        reason=row.reason,
        asked_at=row.asked_at,
        outcome=row.approval__outcome or "",
        decided_at=row.approval__decided_at,
        approval=f"approval:{row.approval_id}" if row.approval__outcome in DECIDED else None,
    )
