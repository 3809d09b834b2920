"""The order of a volume as its file in law/_volumes describes it: parts, their sections, which documents lie where.

No text of the country fixes the order for every kind of case, so it is data: an agency chooses among the files that fit
a case, and a jurist adds another without touching the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated

from pydantic import Field as Constraint

from liuhen.core.lawbook.described import read_described
from liuhen.core.lawbook.errors import Problem
from liuhen.core.lawbook.fields import Code, Flag, Model, Text
from liuhen.core.lawbook.near import near
from liuhen.core.lawbook.reading import Mapping, line_of
from liuhen.core.lawbook.vocabulary import Vocabulary

KEEPING = "keeping_periods"
"""The vocabulary list of how long a volume is kept; its codes in capitals are those of DA/T 13."""


class Basis(Model):
    """Where the order or the period comes from."""

    law: Text
    note: Text | None = None


class Section(Model):
    """A section of a part. `documents` in the order they lie in, each kind by time; with `others` all that is left.

    `by_time`: the documents of all kinds of the section by time alone.
    """

    title: Text
    documents: tuple[Code, ...] = ()
    others: Flag = False
    by_time: Flag = False


class Part(Model):
    """A part with a title of its own: 正卷, 副卷. `closed`: it is not given out to who reads the case from outside."""

    id: Code
    title: Text
    closed: Flag = False
    sections: Annotated[tuple[Section, ...], Constraint(min_length=1)]


class LongerWhen(Model):
    """The period of a case that has one of these features."""

    features: Annotated[tuple[Code, ...], Constraint(min_length=1)]
    keeping: Code


class Result(Model):
    """Where the outcome of the case is read from: a field of a form."""

    document: Code
    field: Code


class VolumeTemplate(Model):
    """How the volume of a kind of case is put together.

    `procedures` are those of the cases it fits. `category` stands in the number 档号 (DA/T 13), `category_title` on the
    cover. `follow` are kinds that lie behind the document they are about, such as the proof of service;
    `leave_out` what is made for the volume and does not lie in it, `catalogue` the kind its catalogue is registered as.
    `keeping` is the period unless `longer` says more.
    `result` are the fields the cover tells the outcome from: the first that was filled.
    """

    id: Code
    title: Text
    category: Text
    category_title: Text
    procedures: Annotated[tuple[Code, ...], Constraint(min_length=1)]
    keeping: Code
    longer: tuple[LongerWhen, ...] = ()
    catalogue: Code
    follow: tuple[Code, ...] = ()
    leave_out: tuple[Code, ...] = ()
    result: tuple[Result, ...] = ()
    parts: Annotated[tuple[Part, ...], Constraint(min_length=1)]
    basis: tuple[Basis, ...] = ()

    def keeping_for(self, features: tuple[str, ...] | list[str]) -> str:
        """The period of a case with these features, a code of `keeping_periods`."""
        return next((one.keeping for one in self.longer if {*one.features} & {*features}), self.keeping)


def read_volume(text: str, *, name: str, vocabulary: Vocabulary) -> VolumeTemplate:
    """The template a YAML file describes; LawError with all its problems."""
    return read_described(VolumeTemplate, text, name=name, vocabulary=vocabulary, faults=_problems)


def _problems(template: VolumeTemplate, tree: Mapping, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    if PurePath(name).stem != template.id:
        yield Problem(name, line_of(tree, ["id"]), f"文件名应为 {template.id}.yaml（与 id 相同）")
    for key, listed, codes in _named(template):
        for code in codes:
            if not vocabulary.knows(listed, code):
                known = vocabulary.lists.get(listed, {})
                yield Problem(name, line_of(tree, [key]), f"词表 {listed} 里没有“{code}”{near(code, known)}")
    yield from (Problem(name, line_of(tree, ["parts"]), message) for message in _wrong_parts(template))


def _named(template: VolumeTemplate) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every code with the key it stands under and the list it must be of."""
    yield "procedures", "procedures", template.procedures
    yield "keeping", KEEPING, (template.keeping,)
    yield "follow", "documents", template.follow
    yield "leave_out", "documents", (*template.leave_out, template.catalogue)
    yield "result", "documents", tuple(one.document for one in template.result)
    for one in template.longer:
        yield "longer", "features", one.features
        yield "longer", KEEPING, (one.keeping,)
    for section in _sections(template):
        yield "parts", "documents", section.documents


def _wrong_parts(template: VolumeTemplate) -> Iterator[str]:
    names = Counter(part.id for part in template.parts)
    yield from (f"有两个部分的 id 都是“{name}”" for name, count in names.items() if count > 1)
    kinds = Counter(code for section in _sections(template) for code in section.documents)
    yield from (f"文书“{code}”排了 {count} 处，只能排一处" for code, count in kinds.items() if count > 1)
    rest = sum(section.others for section in _sections(template))
    if rest != 1:
        yield f"恰好要有一节写 others: yes，收下没有列出的文书；现有 {rest} 节"
    for section in _sections(template):
        if not section.documents and not section.others:
            yield f"“{section.title}”一节没有文书，请写 documents 或者 others"


def _sections(template: VolumeTemplate) -> Iterator[Section]:
    return (section for part in template.parts for section in part.sections)
