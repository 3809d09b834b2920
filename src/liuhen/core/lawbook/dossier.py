"""Reads a dossier file: the facts of a case written by hand or by another system (docs/formats/dossier.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, cast

from liuhen.core.lawbook.dossier_models import DossierModel, to_fact
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.reading import Listing, Mapping, line_of, read_yaml
from liuhen.core.lawbook.typing_errors import typed
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Dossier

_OCCASIONS = ("steps", "patrols", "meetings")

_REFERENCES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "steps": (("act", ("acts",)),),
    "patrols": (("act", ("acts",)),),
    "meetings": (("act", ("acts",)),),
    "documents": (("steps", _OCCASIONS), ("corrects", ("documents",))),
    "recordings": (("steps", _OCCASIONS),),
    "marks": (("recording", ("recordings",)), ("step", _OCCASIONS)),
    "interruptions": (("step", _OCCASIONS),),
    "checks": (("step", _OCCASIONS),),
    "disclosures": (("recordings", ("recordings",)),),
    "retrievals": (("recordings", ("recordings",)),),
    "parties": (("of", ("parties",)),),
    "goods": (("step", _OCCASIONS), ("document", ("documents",))),
    "recusals": (("approval", ("approvals",)),),
}
"""Which field of which list names an entry of which other lists."""

_ABOUT_ANYTHING = ("approvals", "publications", "registers")
"""Lists whose `about` may name any fact of the dossier, the case by its number, or the agency."""

_STEP_CODES = (
    ("kind", "steps"),
    ("features", "features"),
    ("circumstances", "circumstances"),
    ("matters", "matters"),
)
_CODES: dict[str, tuple[tuple[str, str], ...]] = {
    "acts": (("kind", "acts"),),
    "steps": _STEP_CODES,
    "patrols": _STEP_CODES,
    "meetings": _STEP_CODES,
    "documents": (("kind", "documents"), ("matters", "matters")),
    "recordings": (("source", "sources"), ("store", "stores"), ("circumstances", "circumstances")),
    "marks": (("content", "contents"),),
    "interruptions": (("cause", "causes"),),
    "reports": (("kind", "reports"), ("to", "roles")),
    "devices": (("kind", "devices"), ("functions", "functions")),
    "checks": (("items", "check_items"),),
    "situations": (("kind", "situations"),),
    "disclosures": (("kind", "disclosures"), ("approver_role", "roles")),
    "retrievals": (("by", "bodies"), ("ground", "grounds")),
    "registers": (("kind", "registers"),),
    "officers": (("staff", "staff"), ("qualifications", "qualifications")),
    "approvals": (("kind", "approvals"), ("role", "roles")),
    "publications": (("kind", "publications"), ("where", "places"), ("redactions", "redactions")),
    "parties": (("role", "party_roles"),),
    "goods": (("measure", "goods_measures"), ("state", "goods_states")),
    "recusals": (("ground", "recusal_grounds"),),
}
"""Which field of which list holds codes of which vocabulary list."""

OUTCOMES = ("met", "not_met", "not_applicable", "excused", "applies")
"""What a person may determine (core.terms.facts.Determination)."""

APPROVAL_OUTCOMES = ("approved", "refused")
"""What an approver may decide (core.terms.facts.Approval)."""

_OUTCOMES_OF = {"approvals": APPROVAL_OUTCOMES, "recusals": (*APPROVAL_OUTCOMES, "withdrawn", "")}
"""What can have become of the entries of a list; empty: nothing yet."""

_LISTS = tuple(field.name for field in fields(Dossier) if field.name not in ("agency", "case"))

_CASE_CODES = (
    ("procedure", "procedures"),
    ("origin", "origins"),
    ("features", "features"),
    ("milestones", "milestones"),
)


def read_dossier(text: str, *, name: str = "dossier.yaml", vocabulary: Vocabulary | None = None) -> Dossier:
    """The facts a dossier file states; raises LawError with every problem, each with its line.

    With a vocabulary, codes it does not hold are problems too; without, they are taken as written.
    """
    tree = read_yaml(text, name=name)
    dossier = dossier_from(tree, name=name, vocabulary=vocabulary)
    if problems := list(_about_nothing(dossier, tree, name)):
        raise LawError(problems)
    return dossier


def dossier_from(tree: Mapping, *, name: str, vocabulary: Vocabulary | None = None) -> Dossier:
    """The facts of an already read mapping (a dossier file, or the dossier inside a case file).

    A case may leave out what other facts are about, so that is not asked here.
    """
    model = typed(DossierModel, tree, file=name)
    if isinstance(model, list):
        raise LawError(model)
    try:
        dossier = cast(Dossier, to_fact(model))
    except ValueError as error:
        raise LawError([Problem(name, tree.line, f"时间不合理：{error}")]) from None
    if problems := list(_faults(dossier, tree, name, vocabulary)):
        raise LawError(problems)
    return dossier


def _faults(dossier: Dossier, tree: Mapping, name: str, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    yield from _twice(tree, name)
    yield from _dangling(dossier, tree, name)
    yield from _backwards(dossier, tree, name)
    yield from _unjudged(dossier, tree, name)
    yield from _undecided(dossier, tree, name)
    yield from _moved_wrongly(dossier, tree, name, vocabulary)
    if vocabulary:
        yield from _unknown_codes(dossier, tree, name, vocabulary)


def _twice(tree: Mapping, name: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for key, entries in tree.items():
        for index, entry in enumerate(entries if isinstance(entries, Listing) else ()):
            id = entry.get("id") if isinstance(entry, Mapping) else None
            line = line_of(tree, [key, index, "id"])
            if isinstance(id, str) and id in seen:
                yield Problem(name, line, f"标识“{id}”重复（前一个在第 {seen[id]} 行），卷内每件事实的标识应各不相同")
            elif isinstance(id, str):
                seen[id] = line


def _texts(value: Any) -> tuple[str, ...]:
    """A field's codes or ids, one or many; empty and absent ones name nothing."""
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _dangling(dossier: Dossier, tree: Mapping, name: str) -> Iterator[Problem]:
    for key, references in _REFERENCES.items():
        for index, entry in enumerate(getattr(dossier, key)):
            for field, targets in references:
                known = {other.id for target in targets for other in getattr(dossier, target)}
                for id in _texts(getattr(entry, field)):
                    if id not in known:
                        line = line_of(tree, [key, index, field])
                        yield Problem(name, line, f"{entry.id} 的 {field} 指向“{id}”，但 {'、'.join(targets)} 中没有它")


def _about_nothing(dossier: Dossier, tree: Mapping, name: str) -> Iterator[Problem]:
    known = {dossier.agency.id, dossier.case.number if dossier.case else dossier.agency.id}
    known |= {entry.id for key in _LISTS for entry in getattr(dossier, key)}
    for key in _ABOUT_ANYTHING:
        for index, entry in enumerate(getattr(dossier, key)):
            for id in entry.about:
                if id not in known:
                    line = line_of(tree, [key, index, "about"])
                    yield Problem(name, line, f"{entry.id} 的 about 指向“{id}”，卷内没有这件事实，也不是案号或机构标识")


def _backwards(dossier: Dossier, tree: Mapping, name: str) -> Iterator[Problem]:
    for key in (*_OCCASIONS, "recordings", "interruptions"):
        for index, entry in enumerate(getattr(dossier, key)):
            if entry.end is not None and entry.end < entry.start:
                yield Problem(name, line_of(tree, [key, index, "end"]), f"{entry.id} 的结束时间早于开始时间")
    for key, first, last, words in _ORDERED:
        for index, entry in enumerate(getattr(dossier, key)):
            begun, over = getattr(entry, first), getattr(entry, last)
            if begun and over and over < begun:
                yield Problem(name, line_of(tree, [key, index, last]), f"{entry.id} 的{words}")


_ORDERED = (
    ("recusals", "asked_at", "decided_at", "决定时间早于申请时间"),
    *((key, "arrival", "departure", "离开时间早于到达时间") for key in _OCCASIONS),
    ("officers", "certified_from", "certified_until", "执法证件到期早于生效"),
    ("publications", "at", "withdrawn_at", "撤下时间早于公开时间"),
)
"""Two moments of an entry of which the second cannot come before the first."""


def _unjudged(dossier: Dossier, tree: Mapping, name: str) -> Iterator[Problem]:
    for key, outcomes in _OUTCOMES_OF.items():
        for index, entry in enumerate(getattr(dossier, key)):
            if entry.outcome not in outcomes:
                known = "、".join(filter(None, outcomes))
                line = line_of(tree, [key, index, "outcome"])
                yield Problem(name, line, f"{entry.id} 的 outcome“{entry.outcome}”不认识，应为其中之一：{known}")
    for index, recusal in enumerate(dossier.recusals):
        if recusal.outcome and not recusal.decided_at:
            line = line_of(tree, ["recusals", index, "outcome"])
            yield Problem(name, line, f"{recusal.id} 有 outcome，还应写明 decided_at（作出决定的时间）")


def _undecided(dossier: Dossier, tree: Mapping, name: str) -> Iterator[Problem]:
    for index, determination in enumerate(dossier.determinations):
        if determination.outcome not in OUTCOMES:
            line = line_of(tree, ["determinations", index, "outcome"])
            known = "、".join(OUTCOMES)
            yield Problem(
                name, line, f"{determination.id} 的 outcome“{determination.outcome}”不认识，应为其中之一：{known}"
            )
        if determination.duty.count("/") != 1:
            line = line_of(tree, ["determinations", index, "duty"])
            yield Problem(
                name, line, f"{determination.id} 的 duty 应写成 文本标识/义务标识，例如 gd-transport-2019/store-24h"
            )


def _moved_wrongly(dossier: Dossier, tree: Mapping, name: str, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    """What became of goods: each movement is of a known kind, by a document and in a step that the dossier holds."""
    known = {
        "document": {one.id for one in dossier.documents},
        "step": {one.id for key in _OCCASIONS for one in getattr(dossier, key)},
    }
    for index, item in enumerate(dossier.goods):
        for place, move in enumerate(item.moves):
            where: list[str | int] = ["goods", index, "moves", place]
            for field, ids in known.items():
                if (id := getattr(move, field)) and id not in ids:
                    line = line_of(tree, [*where, field])
                    yield Problem(name, line, f"{item.id} 的流转中 {field} 指向“{id}”，卷内没有它")
            if vocabulary and not vocabulary.knows("goods_movements", move.kind):
                line = line_of(tree, [*where, "kind"])
                yield Problem(name, line, f"{item.id} 的流转 kind“{move.kind}”不在 _vocabulary/goods_movements.yaml")


def _unknown_codes(dossier: Dossier, tree: Mapping, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    for key, coded in _CODES.items():
        for index, entry in enumerate(getattr(dossier, key)):
            for field, words in coded:
                for code in _texts(getattr(entry, field)):
                    if not vocabulary.knows(words, code):
                        line = line_of(tree, [key, index, field])
                        yield Problem(name, line, f"{entry.id} 的 {field}“{code}”不在 _vocabulary/{words}.yaml")
    for field, words in _CASE_CODES if dossier.case else ():
        for code in _texts(getattr(dossier.case, field)):
            if not vocabulary.knows(words, code):
                yield Problem(
                    name, line_of(tree, ["case", field]), f"案件的 {field}“{code}”不在 _vocabulary/{words}.yaml"
                )


def adopting(dossier: Dossier, texts: Sequence[str]) -> Dossier:
    """The dossier of an agency that also goes on following these texts by its own decision."""
    agency = replace(dossier.agency, adopts=dossier.agency.adopts | frozenset(texts))
    return replace(dossier, agency=agency)
