"""Goods of the demonstration: entered in the ledger when they were taken, and handed to the keeper later that day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from liuhen.apps.cases.models import Step
from liuhen.apps.goods.actions import NewMovement, Taking, Words, enter_items, move_items
from liuhen.apps.goods.models import Item
from liuhen.site.demo.script import Scene
from liuhen.site.demo.theatre import Production

HANDED_OVER_AFTER = timedelta(hours=2)
YARD = "局涉案车辆停放场 3 号位"


def take_goods(production: Production, scene: Scene, step: Step) -> None:
    """Enter what a scene took, and have it handed over."""
    theatre = production.theatre
    begins = production.begins(scene)
    decision = production.opened.documents.get(kind="measure_decision")
    at = begins + timedelta(minutes=3)
    taking = Taking(measure="seizure", at=at, place=scene.place, step=step.pk, document=decision.pk)
    things = [_words(production, name) for name in scene.taken]
    items = [one.pk for one in enter_items(theatre.person("handler"), production.opened, taking, things)]
    theatre.at(production.ends(scene) + HANDED_OVER_AFTER, lambda: _hand_over(production, items))


def _words(production: Production, name: str) -> Words:
    story = production.story
    return Words(
        name=name,
        quantity=Decimal(1),
        unit="辆",
        condition="外观完好，车门已贴封条",
        owner=story.party,
        specification=story.plate,
    )


def _hand_over(production: Production, keys: list[int]) -> None:
    theatre = production.theatre
    keeper, items = theatre.person("custodian"), list(Item.objects.filter(pk__in=keys))
    handed = theatre.person("handler")
    moved = NewMovement(
        kind="to_keeper", at=theatre.clock.now(), place=YARD, handed_by=handed, keeper=keeper, note="移交时清点无误"
    )
    move_items(keeper, production.opened, items, moved)
