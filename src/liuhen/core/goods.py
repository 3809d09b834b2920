"""What the vocabulary says of seized goods 涉案财物: states, measures, movements, and what the ledger counts as.

The words are data (law/_vocabulary/goods_*.yaml); here is only their meaning. An unknown code has no rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from liuhen.core.lawbook.vocabulary import Vocabulary, Word

STATES = "goods_states"
MEASURES = "goods_measures"
MOVEMENTS = "goods_movements"
RECORDS = "goods_records"
RELEASE = "release"
"""Among what a movement needs: the document by which the measure that took the thing ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementKind:
    """One kind of movement 流转: between which states, who registers it, and what has to be there before.

    `by`: keeper, handler. `needs`: place, keeper, receiver, amount, filmed, release. Of `documents`, `approvals` and
    `steps` one each has to stand in the case, where any are named. `basis`: articles as "text/number".
    """

    code: str
    label: str
    starts: frozenset[str]
    leads_to: str
    by: tuple[str, ...]
    needs: frozenset[str]
    documents: tuple[str, ...]
    approvals: tuple[str, ...]
    steps: tuple[str, ...]
    basis: tuple[str, ...]

    @property
    def articles(self) -> list[tuple[str, int]]:
        """The articles that speak of it: text and number."""
        named = [one.rpartition("/") for one in self.basis]
        return [(text, int(number)) for text, _, number in named if number.isdigit()]

    @property
    def releases(self) -> bool:
        """Whether it ends the measure that took the thing."""
        return RELEASE in self.needs

    def documents_for(self, measure: Measure) -> tuple[str, ...]:
        """The kinds of document of which one has to be there for a thing taken by this measure."""
        return measure.release if self.releases else self.documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How goods came to the agency: in which steps, by the list of which documents, and by which they are released."""

    code: str
    label: str
    steps: tuple[str, ...]
    lists: tuple[str, ...]
    release: tuple[str, ...]
    matters: frozenset[str]
    begins_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What an entry in the ledger counts as before the law: a document or a report of a kind, with these matters."""

    is_report: bool
    kind: str
    matters: frozenset[str]


def movement_kinds(vocabulary: Vocabulary) -> dict[str, MovementKind]:
    """Every kind of movement, in the order of the list."""
    return {word.code: _movement(word) for word in vocabulary.lists.get(MOVEMENTS, {}).values()}


def measures(vocabulary: Vocabulary) -> dict[str, Measure]:
    """Every measure by which goods come in, in the order of the list."""
    return {word.code: _measure(word) for word in vocabulary.lists.get(MEASURES, {}).values()}


def countings(vocabulary: Vocabulary) -> dict[str, Counting]:
    """What `entered`, `sent` and `received` count as, as far as the list says so."""
    words = vocabulary.lists.get(RECORDS, {}).values()
    return {word.code: _counting(word) for word in words if "counts_as" in word.more}


def states_saying(vocabulary: Vocabulary, what: str) -> frozenset[str]:
    """The states of which the list says so: held, with_keeper."""
    words = vocabulary.lists.get(STATES, {}).values()
    return frozenset(word.code for word in words if word.more.get(what) == ("yes",))


def _movement(word: Word) -> MovementKind:
    more = word.more
    return MovementKind(
        code=word.code,
        label=word.label,
        starts=frozenset(more.get("from", ())),
        leads_to=_first(word, "to"),
        by=word.by,
        needs=frozenset(more.get("needs", ())),
        documents=more.get("documents", ()),
        approvals=more.get("approvals", ()),
        steps=more.get("steps", ()),
        basis=word.basis,
    )


def _measure(word: Word) -> Measure:
    more = word.more
    return Measure(
        code=word.code,
        label=word.label,
        steps=more.get("steps", ()),
        lists=more.get("lists", ()),
        release=more.get("release", ()),
        matters=word.matters,
        begins_as=_first(word, "begins_as"),
    )


def _counting(word: Word) -> Counting:
    what, _, kind = _first(word, "counts_as").partition("/")
    return Counting(is_report=what == "report", kind=kind, matters=word.matters)


def _first(word: Word, key: str) -> str:
    return next(iter(word.more.get(key, ())), "")
