"""All reads of the room. Who may see a case may see its goods."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Case as When
from django.db.models import IntegerField, Prefetch, Q, QuerySet, Value
from django.db.models import When as Then

from liuhen.apps.cases.queries import may_work, takes_part, visible_to
from liuhen.apps.goods.asked import Due, Listed, due_times, is_filmed, listed_in
from liuhen.apps.goods.facts import GoodsFacts, goods_of_cases
from liuhen.apps.goods.kinds import TAKEN, all_measures, all_movements, counted_as, held_states, keeper_states
from liuhen.apps.goods.lines import Line, lines
from liuhen.apps.goods.models import Description, Item, Movement
from liuhen.apps.goods.permissions import KEEP, TAKE_OUT
from liuhen.apps.journal.lookups import begins
from liuhen.apps.people.queries import people_of
from liuhen.core.goods import MovementKind

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.people.models import Person

__all__ = ["Due", "GoodsFacts", "Line", "Listed", "due_times", "goods_of_cases", "is_filmed", "lines", "listed_in"]


def may_keep(person: Person, case: Case) -> bool:
    """Whether the person may keep the case's goods: keeper of its agency, and no part in the case (art. 127)."""
    return person.may(KEEP) and person.unit.agency_id == case.agency_id and not takes_part(person, case)


def may_enter(person: Person, case: Case) -> bool:
    """Whether the person may enter goods of the case: who handles it, or the keeper to whom they are brought."""
    return may_work(person, case) or may_keep(person, case)


def may_take_out(person: Person) -> bool:
    """Whether the person may export the ledger."""
    return person.may(TAKE_OUT)


def may_move(person: Person, case: Case) -> frozenset[str]:
    """As what the person may register movements in the case: keeper, handler, both or nothing."""
    found = {"keeper"} if may_keep(person, case) else set()
    return frozenset(found | {"handler"} if may_work(person, case) else found)


def moves_open(person: Person, case: Case, states: Collection[str]) -> list[MovementKind]:
    """The kinds of movement the person may register for things in one of these states."""
    ways = may_move(person, case)
    return [kind for kind in all_movements().values() if kind.starts & {*states} and ways & {*kind.by}]


def keepers_of(case: Case) -> QuerySet[Person]:
    """Who may take over the case's goods: the keepers of its agency who have no part in it."""
    keeping = [role.value for role in KEEP.roles]
    there = people_of(case.agency).filter(grants__role__in=keeping)
    return there.exclude(pk__in=_taking_part(case)).distinct().order_by("name", "pk")


def officers_of_case(case: Case) -> QuerySet[Person]:
    """Who takes part in the case: one of them hands goods over."""
    return people_of(case.agency).filter(pk__in=_taking_part(case)).order_by("name", "pk")


def _taking_part(case: Case) -> set[int]:
    present = case.steps.exclude(people=None).values_list("people__person", flat=True)
    return {*present, *case.handlers.values_list("person", flat=True)}


def items_of(case: int) -> list[Item]:
    """The goods of a case by number, each with its movements in order, in two queries."""
    return list(_whole(Item.objects.filter(case=case)).order_by("year", "serial"))


def taken_in(step: Step) -> bool:
    """Whether the step is one in which goods are taken."""
    return any(step.kind in measure.steps for measure in all_measures().values())


def brings_in(document: str) -> bool:
    """Whether goods come in by the list of a document of this kind."""
    return any(document in measure.lists for measure in all_measures().values())


def releases(document: str) -> bool:
    """Whether goods go back to the party by a document of this kind."""
    return any(document in measure.release for measure in all_measures().values())


def movement_of(document: str) -> str:
    """The movement a document of this kind stands for, the first of several; empty where it stands for none."""
    counted = counted_as().get("received")
    if counted and counted.kind == document:
        return next((kind.code for kind in all_movements().values() if kind.leads_to in keeper_states()), "")
    released = releases(document)
    found = (kind for kind in all_movements().values() if document in kind.documents or (released and kind.releases))
    return next((kind.code for kind in found), "")


def item_belongs(case: Case, key: int) -> bool:
    """Whether the thing with this key is of the case."""
    return Item.objects.filter(case=case, pk=key).exists()


def documents_entered(case: int) -> list[int]:
    """The documents of a case that things were entered by (keys): their lists are in the ledger."""
    return [key for key in Item.objects.filter(case=case).values_list("document", flat=True).distinct() if key]


def not_entered(case: Case) -> list[tuple[Document, int]]:
    """The documents of a case that list goods which are not in the ledger yet, each with how many it lists."""
    listing = [code for measure in all_measures().values() for code in measure.lists]
    entered = documents_entered(case.pk)
    corrected = [one for one in case.documents.values_list("corrects", flat=True) if one]
    open_ = case.documents.filter(kind__in=listing).exclude(pk__in=[*entered, *corrected]).exclude(corrects__in=entered)
    counted = [(document, len(listed_in(document))) for document in open_.order_by("made_at", "pk")]
    return [(document, rows) for document, rows in counted if rows]


def held_of(case: int) -> int:
    """How many things of the case the agency still answers for."""
    return Item.objects.filter(case=case, state__in=held_states()).count()


def item_for(person: Person, key: int) -> Item | None:
    """The thing with this key if the person may see its case."""
    return _whole(Item.objects.filter(pk=key, case__in=visible_to(person))).first()


def earlier_words(item: Item) -> list[Description]:
    """What was said of a thing before, the latest first, each with the correction that took its place."""
    found = []
    words = item.described
    while words.replaces_id is not None:
        words = Description.objects.select_related("by", "replaced_by__by").get(pk=words.replaces_id)
        found.append(words)
    return found


def items_keyed(case: Case, keys: Collection[int]) -> list[Item]:
    """Those of these things that belong to the case, by number."""
    return list(_whole(Item.objects.filter(case=case, pk__in=keys)).order_by("year", "serial"))


def _whole(items: QuerySet[Item]) -> QuerySet[Item]:
    moves = Movement.objects.select_related("handed_by", "keeper", "by", "document", "step").order_by("at", "pk")
    related = ("described", "case__agency", "step", "document", "keeper", "entered_by")
    return items.select_related(*related).prefetch_related(Prefetch("movements", moves))


def ledger(person: Person, *, state: str = "", measure: str = "", words: str = "") -> QuerySet[Item]:
    """The ledger as far as the person may see it: what waits for the keeper first, the longest waiting on top.

    `state`: a code, or "held" for all the agency answers for. `words`: the beginning of a name, or a case number or
    number of the ledger.
    """
    found = Item.objects.filter(case__in=visible_to(person))
    if state:
        found = found.filter(state__in=held_states()) if state == "held" else found.filter(state=state)
    if measure:
        found = found.filter(measure=measure)
    if words:
        found = found.filter(begins("described__name", words) | Q(number=words) | Q(case__number=words))
    related = ("described", "case", "keeper", "step")
    return found.select_related(*related).annotate(rank=_rank()).order_by("rank", "moved_at", "pk")


def _rank() -> When:
    """What nobody keeps yet, then what is held, then what is gone."""
    first, second = Then(state=TAKEN, then=Value(0)), Then(state__in=held_states(), then=Value(1))
    return When(first, second, default=Value(2), output_field=IntegerField())


def last_place(person: Person) -> str:
    """Where the person put something last: most keepers have one store."""
    put = Movement.objects.filter(by=person).exclude(place="").order_by("-pk")
    return put.values_list("place", flat=True).first() or ""
