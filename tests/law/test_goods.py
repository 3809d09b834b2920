"""What the words about seized goods name exists, and leads from the beginning of every thing to an end."""

from liuhen.apps.people.roles import Role
from liuhen.core.forms.form import FieldKind, Fill
from liuhen.core.goods import STATES, countings, measures, movement_kinds, states_saying

NEEDS = {"place", "keeper", "receiver", "amount", "filmed", "release"}


def test_every_code_a_measure_names_is_known(folder):
    words = folder.vocabulary()
    unknown = [
        (code, name, one)
        for code, measure in measures(words).items()
        for name, ones in (
            *(("steps", measure.steps), ("documents", measure.lists), ("documents", measure.release)),
            *(("matters", sorted(measure.matters)), (STATES, [measure.begins_as])),
        )
        for one in ones
        if not words.knows(name, one)
    ]
    assert measures(words)
    assert unknown == []


def test_every_code_a_movement_names_is_known(folder):
    words = folder.vocabulary()
    unknown = [
        (code, name, one)
        for code, kind in movement_kinds(words).items()
        for name, ones in (
            *((STATES, [*kind.starts, kind.leads_to]), ("documents", kind.documents)),
            *(("approvals", kind.approvals), ("steps", kind.steps)),
        )
        for one in ones
        if not words.knows(name, one)
    ]
    assert movement_kinds(words)
    assert unknown == []


def test_a_movement_is_registered_by_somebody_and_needs_what_the_house_understands(folder):
    for kind in movement_kinds(folder.vocabulary()).values():
        assert kind.by
        assert {*kind.by} <= {"keeper", "handler"}
        assert kind.needs <= NEEDS
        assert all(number for _text, number in kind.articles)


def test_an_approval_a_movement_needs_can_be_asked_for(folder):
    words, roles = folder.vocabulary(), {role.value for role in Role}
    asked = {code for kind in movement_kinds(words).values() for code in kind.approvals}
    assert all({*words.word("approvals", code).by} & roles for code in asked)


def test_what_a_movement_cites_is_an_article_of_its_text(folder, texts):
    for kind in movement_kinds(folder.vocabulary()).values():
        for text, number in kind.articles:
            assert number <= max(one.article for one in texts[text].coverage)


def test_every_thing_can_leave_the_house_and_none_that_left_comes_back(folder):
    words = folder.vocabulary()
    held, kinds = states_saying(words, "held"), movement_kinds(words).values()
    reached = {one.begins_as for one in measures(words).values()}
    for _round in kinds:
        reached |= {kind.leads_to for kind in kinds if kind.starts & reached}
    assert reached == {*words.lists[STATES]}
    assert all(any(kind.starts & {state} for kind in kinds) for state in held)
    assert not any(kind.starts - held for kind in kinds)


def test_what_the_ledger_counts_as_is_asked_for_by_a_duty(folder, texts):
    words = folder.vocabulary()
    counted = countings(words)
    assert {*counted} == {"entered", "sent", "received"}
    asked = str([duty.needs for duty in texts["cn-transport-procedure-2021"].duties])
    for counting in counted.values():
        assert words.knows("reports" if counting.is_report else "documents", counting.kind)
        assert counting.kind in asked


def test_a_document_that_lists_goods_has_a_table_for_them(folder):
    words, forms = folder.vocabulary(), folder.forms()
    listing = {code for measure in measures(words).values() for code in measure.lists if code in forms}
    assert "measure_decision" in listing
    for code in listing:
        fields = forms[code].fields
        assert any(field.kind is FieldKind.TABLE and field.fills is Fill.GOODS for field in fields), code
