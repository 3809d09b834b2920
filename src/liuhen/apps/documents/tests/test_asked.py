"""What can be written in a case: what it owes first, told with its article; then every form by stage."""

from __future__ import annotations

from liuhen.apps.documents.queries import forms_for
from liuhen.apps.duties.actions import judge_number
from liuhen.apps.lawlib.actions import bind_text
from liuhen.ports.outside import outside


def test_every_form_is_there_once_by_stage_in_the_order_of_the_national_set(world):
    offer = forms_for(world.case)
    listed = [form.document for stage in offer.stages for form in stage.forms]
    assert sorted(listed) == sorted(outside().law.forms())
    assert offer.stages[0].forms[0].document == "filing_form"
    assert len({stage.title for stage in offer.stages}) == len(offer.stages)


def test_the_procedure_asks_for_what_its_next_step_needs(world):
    asked = {one.form.document: one for one in forms_for(world.case).asked}
    assert asked["filing_form"].reason == "行政处罚普通程序：立案"
    assert "penalty_decision" not in asked
    assert "hearing_notice" not in asked, "nobody has asked for a hearing"
    assert "transfer_letter" not in asked, "a way that leads elsewhere is not asked for"


def test_what_the_law_asks_of_a_step_comes_first_with_its_article(world):
    bind_text(None, world.cast.agency, "cn-transport-procedure-2021")
    judge_number(world.case.number)
    owed = [one for one in forms_for(world.case).asked if one.text]
    first = forms_for(world.case).asked[0]
    assert first in owed
    assert (first.text, first.step) == ("cn-transport-procedure-2021", world.step.pk)
    assert first.article
    assert len({(one.form.document, one.step) for one in owed}) == len(owed)


def test_what_was_made_is_asked_for_no_more(world):
    bind_text(None, world.cast.agency, "cn-transport-procedure-2021")
    judge_number(world.case.number)
    before = {one.form.document for one in forms_for(world.case).asked}
    assert "inspection_record" in before
    world.in_force()
    judge_number(world.case.number)
    assert "inspection_record" not in {one.form.document for one in forms_for(world.case).asked}
