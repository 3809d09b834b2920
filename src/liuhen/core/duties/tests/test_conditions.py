"""Conditions mean the same whether they are asked directly or through the index of a text."""

from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY
from liuhen.core.duties.conditions import compiled, describe, narrowest
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.subjects import Subjects
from liuhen.core.lawbook.conditions import Condition
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.lawbook.vocabulary import Vocabulary, read_vocabulary
from liuhen.core.terms.labels import SubjectKind

FACTS = """agency: {id: a, name: 甲, territory: here}
case: {number: 一号, features: [f1]}
acts: [{id: a1, kind: penalty}]
steps:
  - {id: s1, kind: k1, stage: investigation, act: a1, start: 2019-05-01 09:00, matters: [m1, m2], features: [f2]}
recordings:
  - {id: r1, medium: video, start: 2019-05-01 09:00, end: 2019-05-01 09:10, steps: [s1], source: c1}
situations:
  - {id: x1, kind: q1, since: 2019-05-01 09:00, about: [s1]}
  - {id: x2, kind: q2, since: 2019-05-01 09:00, about: [r1]}
"""
SUBJECTS = Subjects(Docket(read_dossier(FACTS), parse_moment("2019-06-01 09:00"), WEEKENDS_ONLY), Vocabulary())
(STEP,) = SUBJECTS.of(SubjectKind.STEP)
(RECORDING,) = SUBJECTS.of(SubjectKind.RECORDING)


def condition(**parts):
    return Condition.model_validate(parts)


def test_a_step_shows_its_own_facets_and_those_of_the_case():
    assert {
        "step:k1",
        "stage:investigation",
        "act:penalty",
        "matter:m1",
        "feature:f1",
        "feature:f2",
        "source:c1",
    } <= STEP.tags
    assert {"is:recorded", "is:filmed", "territory:here", "situation:q1"} <= STEP.tags
    assert "situation:q2" not in STEP.tags


def test_a_recording_sees_its_step_and_what_is_said_about_either():
    assert {"step:k1", "matter:m2", "situation:q1", "situation:q2", "medium:video"} <= RECORDING.tags


def test_keys_are_joined_by_and_codes_by_or():
    assert compiled(condition(step=["k1", "k9"], matter=["m2"]))(STEP)
    assert not compiled(condition(step=["k1"], matter=["m9"]))(STEP)


def test_any_all_and_not_nest():
    tree = condition(any=[{"step": ["k9"]}, {"all": [{"matter": ["m1"]}, {"not": {"matter": ["m9"]}}]}])
    assert compiled(tree)(STEP)
    assert not compiled(condition(**{"not": {"any": [{"step": ["k1"]}, {"step": ["k9"]}]}}))(STEP)


CODES = st.lists(st.sampled_from(["k1", "k2", "m1", "m2"]), min_size=1, max_size=3, unique=True)
LEAVES = st.dictionaries(st.sampled_from(["step", "matter"]), CODES, min_size=1)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=6,
)


def plainly(tree, tags):
    """The meaning of a condition, written as plainly as can be."""
    parts = [any(f"{key}:{code}" in tags for code in tree[key]) for key in ("step", "matter") if key in tree]
    if "any" in tree:
        parts.append(any(plainly(inner, tags) for inner in tree["any"]))
    if "all" in tree:
        parts.append(all(plainly(inner, tags) for inner in tree["all"]))
    if "not" in tree:
        parts.append(not plainly(tree["not"], tags))
    return all(parts)


@given(TREES)
def test_prepared_conditions_mean_what_they_say(tree):
    prepared = condition(**tree)
    assert compiled(prepared)(STEP) == plainly(tree, STEP.tags)


@given(TREES)
def test_the_index_never_hides_a_duty_that_applies(tree):
    prepared = condition(**tree)
    tags = narrowest(prepared)
    if compiled(prepared)(STEP) and tags is not None:
        assert tags & STEP.tags


def test_a_condition_can_be_read_aloud():
    words = read_vocabulary({"steps": "k1: 询问\n", "features": "f1: 重大\n"})
    assert describe(condition(step=["k1"], feature=["f1"]), words) == "环节为询问，且性质为重大"
