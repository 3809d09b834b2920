"""Conditions of a text made into tests of a subject, and into Chinese."""

from __future__ import annotations

from collections.abc import Callable

from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.conditions import VOCABULARY_FACETS, Condition
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import Medium, Stage

Test = Callable[[Scope], bool]


def compiled(condition: Condition) -> Test:
    """The condition as one test, prepared once.

    Every subject carries its codes as one set of "facet:code" tags, so "any of these codes" is one look at two sets,
    and so is "one of these conditions" where each asks about a single facet: their tags are simply put together.
    """
    tests = [_tag_test(_tags(name, codes)) for name, codes in condition.facets()]
    tests += [compiled(inner) for inner in condition.all_]
    if condition.any_:
        tests.append(_any_test(condition.any_))
    if condition.not_:
        tests.append(_not_test(compiled(condition.not_)))
    return all_test(tests)


def narrowest(condition: Condition) -> frozenset[str] | None:
    """Tags of which a subject must have one if the condition is to hold; None where no such set is plain to see.

    This lets a text be indexed by tag, so that a subject meets only duties that may concern it.
    """
    sets = [_tags(name, codes) for name, codes in condition.facets()]
    sets += [tags for inner in condition.all_ if (tags := narrowest(inner)) is not None]
    if condition.any_:
        branches = [narrowest(inner) for inner in condition.any_]
        if None not in branches:
            sets.append(frozenset().union(*(branch for branch in branches if branch)))
    return min(sets, key=_commonness, default=None)


def tags_decide(condition: Condition) -> bool:
    """Whether having one of its `narrowest` tags is all the condition asks for."""
    if condition.any_:
        alone = not (condition.all_ or condition.not_ or any(True for _ in condition.facets()))
        return alone and all(_single_facet(inner) for inner in condition.any_)
    return _single_facet(condition)


_RARE = (
    "step:", "matter:", "situation:", "document:", "cause:", "feature:", "circumstance:", "approval:", "publication:",
    "effect:", "qualification:",
)  # fmt: skip


def _commonness(tags: frozenset[str]) -> int:
    """Kinds of step and matters tell subjects apart; stages, sources and flags are shared by many."""
    return sum(1 if tag.startswith(_RARE) else 20 for tag in tags)


def _tags(facet: str, codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{facet}:{code}" for code in codes)


def _tag_test(tags: frozenset[str]) -> Test:
    misses = tags.isdisjoint

    def test(scope: Scope) -> bool:
        return not misses(scope.tags)

    return test


def _any_test(conditions: tuple[Condition, ...]) -> Test:
    simple = [c for c in conditions if _single_facet(c)]
    tags = frozenset().union(*(_tags(name, codes) for c in simple for name, codes in c.facets()))
    tests = [compiled(c) for c in conditions if c not in simple]
    if tags:
        tests.insert(0, _tag_test(tags))
    if len(tests) == 1:
        return tests[0]

    def test(scope: Scope) -> bool:
        return any(inner(scope) for inner in tests)

    return test


def _single_facet(condition: Condition) -> bool:
    return len(list(condition.facets())) == 1 and not (condition.any_ or condition.all_ or condition.not_)


def all_test(tests: list[Test]) -> Test:
    """One test that holds when all of them do."""
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda scope: first(scope) and second(scope)
    return lambda scope: all(inner(scope) for inner in tests)


def _not_test(inner: Test) -> Test:
    return lambda scope: not inner(scope)


_FACET_WORDS = {
    "step": "环节为",
    "stage": "阶段为",
    "act": "执法行为为",
    "feature": "性质为",
    "circumstance": "存在情况：",
    "matter": "发生事项：",
    "origin": "启动方式为",
    "procedure": "程序为",
    "source": "记录来源为",
    "medium": "记录形式为",
    "store": "存放于",
    "situation": "出现情形：",
    "milestone": "已到节点：",
    "document": "有文书：",
    "device": "设备为",
    "cause": "中止原因为",
    "body": "调取机关为",
    "ground": "理由为",
    "disclosure": "方式为",
    "territory": "地域为",
    "field": "领域为",
    "attribute": "本机构属于",
    "qualification": "具备资格：",
    "approval": "已经批准：",
    "publication": "公开事项为",
    "effect": "已发生法律效果：",
    "is": "",
}
FLAG_WORDS = {
    "recorded": "有音像记录",
    "filmed": "有录像",
    "ended": "已结束",
    "evidence": "作为证据使用",
    "stored": "已存储",
    "filed": "已附卷",
    "long_term": "已长期保存",
    "resumed": "已恢复记录",
    "not_resumed": "未恢复记录",
    "unapproved": "未经事先批准",
    "approved": "已经事先批准",
    "provided": "已提供",
    "refused": "已拒绝",
    "closed": "已结案",
    "reported": "已报告",
    "certified": "执法证件有效",
    "suspended": "执法证件被暂扣",
    "withdrawn": "已撤下",
}


def describe(condition: Condition, words: Vocabulary) -> str:
    """The condition in Chinese."""
    parts = [_describe_facet(name, codes, words) for name, codes in condition.facets()]
    parts += [describe(inner, words) for inner in condition.all_]
    if condition.any_:
        parts.append("，或者".join(describe(inner, words) for inner in condition.any_))
    if condition.not_:
        parts.append(f"不属于“{describe(condition.not_, words)}”")
    return "，且".join(parts)


def _describe_facet(name: str, codes: tuple[str, ...], words: Vocabulary) -> str:
    if name in VOCABULARY_FACETS:
        labels = words.labels(VOCABULARY_FACETS[name], codes)
    else:
        labels = "、".join(_CLOSED_WORDS[name](code) for code in codes)
    return f"{_FACET_WORDS[name]}{labels}"


_CLOSED_WORDS: dict[str, Callable[[str], str]] = {
    "stage": lambda code: Stage(code).label,
    "medium": lambda code: Medium(code).label,
    "is": lambda code: FLAG_WORDS[code],
}
