"""Reading a form's file: typed, then checked as a whole. Every problem is told with its line and what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from liuhen.core.forms.form import Field, FieldKind, Form, Lasting
from liuhen.core.lawbook.described import read_described
from liuhen.core.lawbook.errors import Problem
from liuhen.core.lawbook.near import near
from liuhen.core.lawbook.reading import Mapping, line_of
from liuhen.core.lawbook.vocabulary import Vocabulary

_CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)
_COUNTED = (FieldKind.OFFICERS, FieldKind.PEOPLE, FieldKind.TABLE, FieldKind.DIALOGUE, FieldKind.CHOICES)

_TIMES = (FieldKind.DAY, FieldKind.MOMENT)
_NAMING = (FieldKind.TEXT, FieldKind.PERSON, FieldKind.PEOPLE, FieldKind.OFFICERS)


def read_form(text: str, *, name: str, vocabulary: Vocabulary) -> Form:
    """The form a YAML file describes; LawError with all its problems."""
    return read_described(Form, text, name=name, vocabulary=vocabulary, faults=_problems)


def _problems(form: Form, tree: Mapping, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    document = PurePath(name).stem.split(".")[0]
    if form.document != document:
        yield Problem(name, line_of(tree, ["document"]), f"文件名应以 {form.document} 开头（与 document 相同）")
    if not vocabulary.knows("documents", form.document):
        known = vocabulary.lists.get("documents", {})
        message = f"词表 documents 里没有“{form.document}”{near(form.document, known)}"
        yield Problem(name, line_of(tree, ["document"]), message)
    seen: set[str] = set()
    for number, field in enumerate(form.fields):
        line = line_of(tree, ["fields", number])
        if field.key in seen:
            yield Problem(name, line, f"字段“{field.key}”写了两次，请改用不同的代码")
        seen.add(field.key)
        yield from (Problem(name, line, message) for message in (*_wrong(field, vocabulary), *_unknown(field, form)))
    named = [("apart", number, (*rule.fields, *rule.from_)) for number, rule in enumerate(form.apart)]
    named += [("tallies", number, (*tally.fields, tally.rows_of)) for number, tally in enumerate(form.tallies)]
    for part, number, keys in named:
        for key in (one for one in keys if form.field(one) is None):
            yield Problem(name, line_of(tree, [part, number]), f"没有字段“{key}”")
    for number, lasting in enumerate(form.lasts):
        line = line_of(tree, ["lasts", number])
        yield from (Problem(name, line, message) for message in _wrong_lasting(form, lasting, vocabulary))
    for number, code in enumerate(form.happened):
        if code not in _set_down(form):
            message = f"没有字段和签名处载明“{code}”，不能作为发生的事项"
            yield Problem(name, line_of(tree, ["happened", number]), message)
    for number, place in enumerate(form.signatures):
        for code in (*place.matters, *place.refusal):
            if not vocabulary.knows("matters", code):
                message = f"“{place.who}”：词表 matters 里没有“{code}”{near(code, vocabulary.lists['matters'])}"
                yield Problem(name, line_of(tree, ["signatures", number]), message)


def _set_down(form: Form) -> set[str]:
    """Every matter the form can set down, by a field, a signature or a refusal."""
    filled = {field.matter for field in form.fields if field.matter}
    return filled.union(*((*place.matters, *place.refusal) for place in form.signatures))


def _wrong_lasting(form: Form, lasting: Lasting, vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong with a situation that the document says lasts."""
    for words, code in (("situations", lasting.situation), *(("steps", kind) for kind in lasting.of)):
        if not vocabulary.knows(words, code):
            yield f"词表 {words} 里没有“{code}”{near(code, vocabulary.lists.get(words, {}))}"
    for key in (lasting.from_, lasting.until):
        field = form.field(key)
        if field is None or field.kind not in _TIMES:
            yield f"lasts 的 from 和 until 要写日期或者时间字段的代码，“{key}”不是"
    chosen = form.field(lasting.where) if lasting.where else None
    offered = chosen.choices if chosen else ()
    if bool(lasting.where) != bool(lasting.says) or not set(lasting.says) <= set(offered):
        yield "lasts 的 where 要写单选、多选字段的代码，says 写它的选项"


def _wrong(field: Field, vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong with one field beyond its type."""
    if (field.kind in _CHOOSING) != bool(field.choices):
        yield f"“{field.label}”：单选、多选要写 choices，其他种类不写"
    if (field.kind is FieldKind.TABLE) != bool(field.columns):
        yield f"“{field.label}”：清单要写 columns，其他种类不写"
    if field.at_least is not None and field.kind not in _COUNTED:
        yield f"“{field.label}”：at_least 只用于可以有多个的种类"
    if field.appoints and field.kind not in _TIMES:
        yield f"“{field.label}”：appoints 只用于日期和时间"
    yield from _wrong_plan(field, vocabulary)
    for code in (code for column in field.columns for code in column.names):
        if not vocabulary.knows("documents", code):
            yield f"“{field.label}”：词表 documents 里没有“{code}”{near(code, vocabulary.lists.get('documents', {}))}"
    if field.limits and field.kind is not FieldKind.MONEY:
        yield f"“{field.label}”：limits 只用于金额"
    if field.matter and not vocabulary.knows("matters", field.matter):
        yield f"“{field.label}”：词表 matters 里没有“{field.matter}”{near(field.matter, vocabulary.lists['matters'])}"
    if field.earlier and not vocabulary.knows("documents", field.earlier):
        yield f"“{field.label}”：词表 documents 里没有“{field.earlier}”"


def _wrong_plan(field: Field, vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong with what the field says of a step to come: who takes part in it, when it is held."""
    if field.convenes and field.kind is not FieldKind.MOMENT:
        yield f"“{field.label}”：convenes 只用于时间"
    if field.takes_part and field.kind not in _NAMING:
        yield f"“{field.label}”：takes_part 只用于写姓名的字段"
    plans = [one for one in (field.convenes, field.takes_part) if one]
    named = [("steps", one.step) for one in plans]
    named += [("roles", field.takes_part.role)] if field.takes_part else []
    if field.convenes:
        kind, _, code = field.convenes.told_by.partition(":")
        named += [("milestones" if kind == "milestone" else kind, code)]
    for words, code in named:
        if not vocabulary.knows(words, code):
            yield f"“{field.label}”：词表 {words} 里没有“{code}”{near(code, vocabulary.lists.get(words, {}))}"


def _unknown(field: Field, form: Form) -> Iterator[str]:
    """Fields it names that the form has not, and answers that can't be given there."""
    within, needed = field.within, field.needed_when
    named = [limit.when for limit in field.limits]
    named += [*within.from_, within.unless] if within else []
    named += [needed.field] if needed else []
    for key in filter(None, named):
        if form.field(key) is None:
            yield f"“{field.label}”：没有字段“{key}”"
    if within and field.kind not in (FieldKind.DAY, FieldKind.MOMENT):
        yield f"“{field.label}”：within 只用于日期和时间"
    other = form.field(needed.field) if needed else None
    for answer in needed.is_ if needed and other else ():
        if other and other.choices and answer not in other.choices:
            yield f"“{field.label}”：“{other.label}”没有“{answer}”{near(answer, other.choices)}"
