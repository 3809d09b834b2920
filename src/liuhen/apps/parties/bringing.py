"""Parties of cases that come from another system, laid down with them: checked like any other, written all at once.

Only for whoever brings many cases at once (the room of importing), which seals every row in a journal entry of its
own, within the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from liuhen.apps.parties import rules
from liuhen.apps.parties.inputs import NewParty
from liuhen.apps.parties.models import Party, PartyNumber
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

TOGETHER = 500


def party_faults(new: NewParty) -> dict[str, list[str]]:
    """What is wrong with a party that is the only one of its case, by field; empty when nothing is."""
    try:
        rules.check(rules.put_right(new), [])
    except ValidationError as error:
        return error.message_dict
    return {}


def lay_down_parties(by: Person, given: Sequence[tuple[Case, NewParty]]) -> dict[int, list[models.Model]]:
    """Write the parties, each the only one of its case and checked before; give the rows by the key of their case."""
    now = outside().clock.now()
    right = [rules.put_right(new) for _, new in given]
    parties = [
        Party(case=case, kind=new.kind.value, registered_by=by, registered_at=now, **_stated(new))
        for (case, _), new in zip(given, right, strict=True)
    ]
    Party.objects.bulk_create(parties, batch_size=TOGETHER)
    numbers = [
        PartyNumber(party=party, kind=kind.value, number=number)
        for party, new in zip(parties, right, strict=True)
        for kind, number in new.numbers.items()
    ]
    PartyNumber.objects.bulk_create(numbers, batch_size=TOGETHER)
    found: dict[int, list[models.Model]] = {party.case_id: [party] for party in parties}
    for number in numbers:
        found[number.party.case_id].append(number)
    return found


def _stated(new: NewParty) -> dict[str, object]:
    names = ("role", "name", "sex", "birth", "address", "telephone", "head", "post", "model", "note")
    return {name: getattr(new, name) for name in names}
