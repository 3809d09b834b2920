"""The template tags every page uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template

from liuhen.core.terms.labels import State
from liuhen.site.testing import outside_at

NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _outside():
    with outside_at(NOW):
        yield


def shown(source: str, **values: object) -> str:
    return Template(source).render(Context({"now": NOW, **values}))


@pytest.mark.parametrize("state", State)
def test_each_state_has_a_word_an_icon_and_a_class_of_its_own(state):
    html = shown("{% state s %}", s=state.value)
    assert state.label in html
    assert f"lh-state-{state.value}" in html
    assert "icons.svg#" in html


def test_no_two_states_share_an_icon():
    drawings = {shown("{% state s %}", s=state.value).split("icons.svg#")[1].split('"')[0] for state in State}
    assert len(drawings) == len(State)


def test_an_article_chip_names_the_text_and_leads_to_the_article():
    html = shown('{% article t 21 "（三）" 3 %}', t="gd-transport-2019")
    assert "粤交通办法" in html
    assert "第二十一条第三项" in html
    assert 'href="/law/gd-transport-2019/21/"' in html


@pytest.mark.django_db
def test_an_article_of_an_unknown_text_is_shown_by_its_id():
    assert "nowhere-1999" in shown('{% article "nowhere-1999" 1 %}')


def test_a_due_time_carries_the_exact_moment():
    html = shown("{% due at %}", at=NOW - timedelta(days=2))
    assert "逾期 2 天" in html
    assert "2026年11月18日 14:05" in html
    assert "lh-due-over" in html


def test_no_due_time_shows_nothing():
    assert shown("{% due at %}", at=None) == ""


def test_a_code_is_shown_by_its_chinese_term_and_an_unknown_one_as_it_is():
    assert shown('{% label_of "inquiry" "steps" %}') == "询问"
    assert shown('{% label_of "unheard_of" "steps" %}') == "unheard_of"


def test_a_digest_shows_its_ends_and_can_be_copied_whole():
    html = shown("{% digest d %}", d="ab" * 32)
    assert "abababab…abababab" in html
    assert f'data-copy="{"ab" * 32}"' in html


@pytest.mark.django_db
def test_words_of_others_are_escaped():
    bad = "<script>"
    assert "<script>" not in shown('{% article t 1 %}{% digest t %}{% icon "x" t %}', t=bad)
    spans = [{"from": 0, "to": 5, "kind": bad, "label": bad}]
    assert "<script>" not in shown("{% coverage_bar spans 10 %}", spans=spans)


def test_a_coverage_bar_is_read_out():
    spans = [
        {"from": 0, "to": 30_000, "kind": "covered", "label": "有记录"},
        {"from": 30_000, "to": 40_000, "kind": "gap", "label": "缺口 10 秒"},
    ]
    html = shown("{% coverage_bar spans 40000 %}", spans=spans)
    assert 'aria-label="有记录；缺口 10 秒"' in html
    assert "left:75.00%;width:25.00%" in html
    assert "没有音像记录" in shown("{% coverage_bar spans 0 %}", spans=[])


class StepForm(forms.Form):
    place = forms.CharField(label="地点", help_text="写到路段和桩号")


def test_a_field_ties_its_label_help_and_error_to_its_control():
    html = shown('{% include "kit/field.html" with field=form.place %}', form=StepForm({"place": ""}))
    assert '<label class="form-label" for="id_place">地点' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_place-help id_place-error"' in html
    assert 'id="id_place-error"' in html
    assert "请填写这一项。" in html


def test_a_dangerous_act_says_what_happens_and_is_no_default_button():
    html = shown('{% include "kit/confirm.html" with action="/x/" label="解除" what="不再属于该环节" purpose=True %}')
    assert "不再属于该环节" in html
    assert 'name="purpose"' in html
    assert "required" in html
    assert "btn-primary" not in html
