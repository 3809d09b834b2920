"""What the pages of goods show, put together for their templates. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.queries import is_archived, may_work
from liuhen.apps.goods import queries
from liuhen.apps.goods.kinds import TAKEN, all_movements, held_states
from liuhen.apps.goods.lines import lines
from liuhen.apps.goods.models import Item

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person


def of_case(person: Person, case: Case) -> dict[str, Any]:
    """The page of a case's goods."""
    items = queries.items_of(case.pk)
    waiting = any(item.state == TAKEN for item in items)
    return {
        "case": case,
        "lines": lines(items),
        "held": sum(item.state in held_states() for item in items),
        "waiting": waiting,
        "keeps": queries.may_keep(person, case),
        "keepers": [one.name for one in queries.keepers_of(case)] if waiting else [],
        "moves": queries.moves_open(person, case, {item.state for item in items}),
        "may_enter": queries.may_enter(person, case) and not is_archived(case),
        "not_entered": queries.not_entered(case),
        "closed": any(one.kind == "closed" for one in case.milestones.all()),
    }


def of_item(person: Person, item: Item) -> dict[str, Any]:
    """The page of one thing: what it is, where it stands, its way, and what was said of it before."""
    kinds = all_movements()
    return {
        "case": item.case,
        "item": item,
        "line": lines([item])[0],
        "way": [(kinds.get(one.kind), one) for one in item.movements.all()],
        "earlier": queries.earlier_words(item),
        "moves": queries.moves_open(person, item.case, {item.state}),
        "may_correct": bool(queries.may_move(person, item.case)),
    }


def on_case_page(person: Person, case: Case) -> tuple[str, dict[str, Any]]:
    """What the page of a case shows of its goods: template, and how many there are, held and waiting; one query."""
    states = list(Item.objects.filter(case=case).values_list("state", flat=True))
    shown = {
        "case": case,
        "count": len(states),
        "held": sum(state in held_states() for state in states),
        "waiting": states.count(TAKEN),
        "closed": any(one.kind == "closed" for one in case.milestones.all()),
        "may_enter": may_work(person, case),
    }
    return "goods/_on_case.html", shown


def rows_listed(listed: Sequence[queries.Listed], owner: str) -> list[dict[str, Any]]:
    """The rows of a document as the form takes them; what the list doesn't say stays as the list's own word."""
    return [
        {
            "name": one.name,
            "specification": one.specification,
            "quantity": one.quantity,
            "unit": one.unit,
            "condition": one.condition or "与清单所列一致",
            "owner": owner,
            "remark": one.remark,
        }
        for one in listed
    ]
