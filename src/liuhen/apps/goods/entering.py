"""Entering goods into the ledger, numbered without gaps, and correcting what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from liuhen.apps.cases.actions import add_matters
from liuhen.apps.cases.queries import may_work
from liuhen.apps.goods import entries, rules
from liuhen.apps.goods.inputs import Taking, Words
from liuhen.apps.goods.models import Description, Item, Ledger
from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.lawlib.queries import CHINA
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.goods import Measure


@transaction.atomic
def enter_items(by: Person, case: Case, taking: Taking, things: Sequence[Words]) -> list[Item]:
    """Enter things that came in together, each under its own number 编号 of the agency's ledger of the year.

    What the measure brings with it (taking goods out 提取) is registered in the step, if it was left out there. Raises
    ValidationError for what is missing or contradicts the case; then nothing is entered and no number is gone.
    """
    rules.require_enter(by, case)
    if not 0 < len(things) <= rules.MOST:
        raise rules.broken("name", f"请填写要登记的财物，一次最多 {rules.MOST} 件。")
    for words in things:
        rules.check_words(words)
    measure = rules.checked_measure(taking)
    rules.check_taking(taking)
    step = rules.step_taken_in(by, case, taking, measure)
    document = rules.document_of(by, case, taking.document)
    return _enter(by, case, _Frame(taking, measure, step, document), things)


class _Frame:
    """What things that came in together share."""

    def __init__(self, taking: Taking, measure: Measure, step: Step | None, document: Document | None) -> None:
        self.taking = taking
        self.measure = measure
        self.step = step
        self.document = document


def _enter(by: Person, case: Case, frame: _Frame, things: Sequence[Words]) -> list[Item]:
    now = outside().clock.now()
    ledger = _locked_ledger(case.agency, now.astimezone(CHINA).year)
    items = [_insert(by, case, frame, _described(by, words, now), ledger) for words in things]
    ledger.save(update_fields=["last"])
    _tell_step(by, frame)
    rows = [ledger, *(item.described for item in items), *items]
    record(entries.ENTERED, by, goods_named(case, items), What(data={"items": _told(items)}, rows=rows))
    return items


def _locked_ledger(agency: Agency, year: int) -> Ledger:
    """The ledger of the year, held until the transaction ends."""
    held = Ledger.objects.select_for_update(of=("self",))
    return held.filter(agency=agency, year=year).first() or held.get_or_create(agency=agency, year=year)[0]


def _described(by: Person, words: Words, now: datetime, **more: Any) -> Description:
    said = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(words).items()}
    return Description.objects.create(by=by, at=now, **said, **more)


def _insert(by: Person, case: Case, frame: _Frame, described: Description, ledger: Ledger) -> Item:
    ledger.last += 1
    taking = frame.taking
    return Item.objects.create(
        agency=case.agency,
        case=case,
        year=ledger.year,
        serial=ledger.last,
        number=f"{case.agency.name[:2]}财物〔{ledger.year}〕{ledger.last}号",
        measure=taking.measure,
        step=frame.step,
        document=frame.document,
        taken_at=taking.at,
        entered_by=by,
        entered_at=described.at,
        described=described,
        state=frame.measure.begins_as,
        place=taking.place.strip(),
        moved_at=taking.at,
    )


def _tell_step(by: Person, frame: _Frame) -> None:
    """Register in the step what taking goods means there; a keeper writes nothing on the case."""
    if frame.step and may_work(by, frame.step.case) and (missing := frame.measure.matters - {*frame.step.matters}):
        add_matters(by, frame.step, tuple(sorted(missing)))


def goods_named(case: Case, items: Sequence[Item]) -> About:
    """Goods of a case as the journal names them: the first by its number, and how many there are."""
    more = f"等 {len(items)} 件" if len(items) > 1 else ""
    return About(kind="item", id=str(items[0].pk), label=f"{items[0]}{more}", case=case.number)


def _told(items: Sequence[Item]) -> list[dict[str, str]]:
    return [{"number": item.number, "name": item.described.name} for item in items]


@transaction.atomic
def correct_item(by: Person, item: Item, words: Words, reason: str) -> Item:
    """Correct what is said of a thing, with the reason; what was said before stays and is linked."""
    rules.require_correct(by, item.case)
    rules.check_words(words)
    if not reason.strip():
        raise rules.broken("reason", "请写明更正的理由。")
    held = Item.objects.select_for_update(of=("self",)).select_related("described", "case").get(pk=item.pk)
    before = held.described
    held.described = _described(by, words, outside().clock.now(), replaces=before, reason=reason.strip())
    held.save(update_fields=["described"])
    data = {"before": before.pk, "after": held.described.pk}
    what = What(data=data, rows=[held.described, held])
    record(entries.CORRECTED, by, goods_named(held.case, [held]), what, Purpose(purpose=reason.strip()))
    return held
