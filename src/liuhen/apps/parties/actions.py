"""All writes of the room about parties: permit → rule → one transaction → journal entry (recusals: recusing.py)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from liuhen.apps.cases.actions import list_under
from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.parties import entries, rules
from liuhen.apps.parties.bringing import lay_down_parties, party_faults
from liuhen.apps.parties.inputs import NewParty, NewRecusal
from liuhen.apps.parties.models import Party, PartyNumber
from liuhen.apps.parties.permits import require_see_numbers, require_work
from liuhen.apps.parties.queries import belonging_to, numbers_masked, parties_of
from liuhen.apps.parties.recusing import ask_recusal
from liuhen.core.forms.party_numbers import normal_number
from liuhen.core.terms.labels import NumberKind, PartyKind
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

__all__ = [
    "NewParty",
    "NewRecusal",
    "add_party",
    "ask_recusal",
    "correct_party",
    "lay_down_parties",
    "party_faults",
    "show_numbers",
    "withdraw_party",
]
MOST = 300
"""Parties of one case: far more than any case has, and few enough to be shown on a page."""


@transaction.atomic
def add_party(by: Person, case: Case, new: NewParty) -> Party:
    """Register a party, agent, witness, vehicle or vessel of a case. ValidationError beside the field that is wrong."""
    require_work(by, case)
    rules.not_archived(case, "登记当事人")
    _lock(case)
    others = parties_of(case.pk)
    if len(others) >= MOST:
        raise rules.broken("name", f"本案已登记 {MOST} 个当事人和有关人员、车船，不能再登记。请先核对有无重复。")
    right = rules.put_right(new)
    rules.check(right, others)
    party, numbers = _create(by, case, right)
    record(entries.PARTY_ADDED, by, _named(case, party), _what(party, numbers))
    return party


@transaction.atomic
def correct_party(by: Person, party: Party, new: NewParty, reason: str) -> Party:
    """Register what is right in place of a party's row, giving the reason; the older row stays, and is no longer it."""
    case = party.case
    require_work(by, case)
    rules.not_archived(case, "更正当事人")
    why = _reason(reason)
    _lock(case)
    others = [one for one in _still(party) if one.pk != party.pk]
    right = rules.put_right(new)
    rules.check(right, others)
    if right.of is not None and right.of in party.keys:
        raise rules.broken("of", "不能归属于自己，请选择另一当事人。")
    corrected, numbers = _create(by, case, right, replaces=party, reason=why)
    record(entries.PARTY_CORRECTED, by, _named(case, corrected), _what(corrected, numbers), Purpose(purpose=why))
    if shown := _listed_otherwise(case, party, corrected):
        list_under(by, case, shown, why)
    return corrected


@transaction.atomic
def withdraw_party(by: Person, party: Party, reason: str) -> Party:
    """Take back a party that should never have been registered, giving the reason; its rows stay to be read."""
    case = party.case
    require_work(by, case)
    rules.not_archived(case, "撤销当事人登记")
    why = _reason(reason)
    _lock(case)
    if own := belonging_to(party, _still(party)):
        names = "、".join(one.name for one in own)
        raise rules.broken("reason", f"{names}登记为属于{party.name}，请先更正或者撤销。")
    kept = {name: getattr(party, name) for name in ("kind", "role", "name")}
    gone = Party.objects.create(
        case=case, replaces=party, reason=why, withdrawn=True, registered_by=by, registered_at=_now(), **kept
    )
    record(entries.PARTY_WITHDRAWN, by, _named(case, gone), What(rows=[gone]), Purpose(purpose=why))
    return gone


@transaction.atomic
def show_numbers(by: Person, party: Party, purpose: str) -> None:
    """Journal that a person asked for the whole numbers of a party, and what for."""
    require_see_numbers(by)
    if not purpose.strip():
        raise rules.broken("purpose", "请写明查看完整号码的用途。")
    record(entries.NUMBERS_SHOWN, by, _named(party.case, party), why=Purpose(purpose=purpose.strip()[:200]))


def _create(
    by: Person, case: Case, right: NewParty, *, replaces: Party | None = None, reason: str = ""
) -> tuple[Party, list[PartyNumber]]:
    names = ("role", "name", "sex", "birth", "address", "telephone", "head", "post", "model", "note")
    stated = {name: getattr(right, name) for name in names}
    try:
        with transaction.atomic():
            party = Party.objects.create(
                case=case,
                kind=right.kind.value,
                of_id=right.of,
                replaces=replaces,
                reason=reason,
                registered_by=by,
                registered_at=_now(),
                **stated,
            )
    except IntegrityError as error:
        raise rules.broken("reason", "这条登记刚刚被他人更正或者撤销，请重新打开后再更正。") from error
    party.former = (*replaces.former, replaces.pk) if replaces else ()
    return party, [
        PartyNumber.objects.create(party=party, kind=kind.value, number=text) for kind, text in right.numbers.items()
    ]


def _listed_otherwise(case: Case, before: Party, now: Party) -> dict[str, str]:
    """Under what the case is listed that was corrected: the name of its party, its plate."""
    shown = {}
    if case.party == before.name and before.name != now.name:
        shown["party"] = now.name
    plate, corrected = before.number, now.number
    if before.kind == PartyKind.VEHICLE and plate != corrected and normal_number(NumberKind.PLATE, case.plate) == plate:
        shown["plate"] = corrected
    return shown


def _still(party: Party) -> list[Party]:
    """The parties of its case as they stand, it among them; somebody may have been quicker."""
    found = parties_of(party.case_id)
    if party.pk not in {one.pk for one in found}:
        raise rules.broken("reason", "这条登记刚刚被他人更正或者撤销，请重新打开后再办理。")
    return found


def _reason(text: str) -> str:
    if not text.strip():
        raise rules.broken("reason", "请写明更正或者撤销的理由。")
    if len(text.strip()) > rules.LONGEST["note"]:
        raise rules.broken("reason", f"最多 {rules.LONGEST['note']} 字，请写要点。")
    return text.strip()


def _named(case: Case, party: Party) -> About:
    return About(kind="party", id=str(party.pk), label=party.name, case=case.number)


def _what(party: Party, numbers: list[PartyNumber]) -> What:
    """The rows are sealed whole; of the numbers of a person the entry tells what a page would show."""
    data = {"role": party.role, "kind": party.kind, "numbers": numbers_masked(party.numbers_by_kind)}
    return What(data=data, rows=[party, *numbers])


def _lock(case: Case) -> None:
    """Let registrations of one case follow each other."""
    type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)


def _now() -> datetime:
    return outside().clock.now()
