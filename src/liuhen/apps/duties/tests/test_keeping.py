"""How long recordings are kept: as long as the law says, and never shorter than it once said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.keeping import HELD, Kept, longest
from liuhen.apps.duties.models import Keeping
from liuhen.apps.duties.queries import keeping_data
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.recordings.actions import link, use_as_evidence
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tests import conftest as filming
from liuhen.apps.recordings.tests.conftest import NINE, NOW

studio = filming.world
"""The world of the recordings' tests, with a camera that films."""
FIRST = datetime(2030, 1, 1, tzinfo=UTC)
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def says(until=None, *, long_term=False, permanent=False, why="规定"):
    return Kept(
        until=until, long_term=long_term, permanent=permanent, reasons=[{"text": why, "holds": True, "parts": []}]
    )


found = st.builds(
    says,
    st.none() | st.integers(0, 5).map(lambda days: FIRST + timedelta(days=days)),
    long_term=st.booleans(),
    permanent=st.booleans(),
    why=st.sampled_from(["甲", "乙"]),
)


def stood(answers):
    """What stands after each answer of the law."""
    kept = None
    for now in answers:
        kept = longest(kept, now)
        yield kept


@given(st.lists(found, min_size=1, max_size=8))
def test_whatever_the_law_says_later_nothing_is_kept_for_a_shorter_time(answers):
    for earlier, later in pairwise(stood(answers)):
        assert (later.until or NEVER) >= (earlier.until or NEVER)
        assert later.long_term >= earlier.long_term
        assert later.permanent >= earlier.permanent


@given(st.lists(found, min_size=1, max_size=8))
def test_the_same_answer_again_changes_nothing(answers):
    *_, last = stood(answers)
    assert longest(last, answers[-1]) == last


@given(st.lists(found, min_size=1, max_size=8), found)
def test_what_stands_is_at_least_what_the_law_says_now(answers, now):
    *_, last = stood([*answers, now])
    assert (last.until or NEVER) >= (now.until or NEVER)
    assert (last.long_term, last.permanent) >= (now.long_term, False) and last.permanent >= now.permanent
    assert last.reasons[: len(now.reasons)] == now.reasons


def test_a_longer_rule_replaces_the_shorter_with_its_own_reasons():
    longer = says(FIRST + timedelta(days=1), why="更长")
    assert longest(says(FIRST), longer) == longer


def test_what_is_held_on_to_is_told_with_the_reasons_it_had():
    kept = longest(says(FIRST, why="原规定"), says(FIRST - timedelta(days=9), why="新规定"))
    assert kept.until == FIRST
    now, held = kept.reasons
    assert now["text"] == "新规定"
    assert held[HELD] and "2030-01-01" in held["text"] and "不缩短" in held["text"]
    assert [part["text"] for part in held["parts"]] == ["原规定"]


class TestARecordingOfACase:
    """Filmed, linked, judged: what is kept of it, what pages and packages say."""

    @pytest.fixture
    def filmed(self, studio):
        bind_text(None, studio.cast.agency, "gd-transport-2019")
        recording, step = studio.recording(NINE + timedelta(minutes=5)), studio.step(NINE)
        if not recording.links.exists():
            link(studio.cast.officer, recording, step)
        judge(step.case, NOW)
        return recording

    def judged(self, recording):
        judge(recording.links.get().step.case, NOW)
        return Keeping.objects.get(recording=recording)

    def test_is_kept_long_term_once_it_is_evidence_with_the_article_as_the_reason(self, studio, filmed):
        assert not Keeping.objects.get(recording=filmed).long_term
        use_as_evidence(studio.cast.officer, filmed)
        kept = self.judged(filmed)
        assert kept.long_term
        assert "第三十条" in kept.reasons[0]["text"]

    def test_stays_long_term_when_facts_change_and_says_why(self, studio, filmed):
        use_as_evidence(studio.cast.officer, filmed)
        self.judged(filmed)
        Recording.objects.filter(pk=filmed.pk).update(used_as_evidence=False)
        kept = self.judged(filmed)
        assert kept.long_term
        assert "不缩短" in kept.reasons[-1]["text"]

    def test_is_written_only_when_there_is_something_new(self, filmed):
        before = Keeping.objects.get(recording=filmed)
        judge(filmed.links.get().step.case, NOW + timedelta(days=1))
        assert Keeping.objects.get(recording=filmed).at == before.at

    def test_is_never_forgotten_by_the_database(self, filmed):
        with pytest.raises(DatabaseError), transaction.atomic():
            Keeping.objects.filter(recording=filmed).delete()

    def test_shows_how_long_and_why_on_its_page(self, studio, filmed, client):
        use_as_evidence(studio.cast.officer, filmed)
        self.judged(filmed)
        client.force_login(studio.cast.officer)
        page = client.get(f"/recordings/{filmed.pk}/").content.decode()
        card = page.partition('id="lh-keeping"')[2].partition("</section>")[0]
        assert "依规定" in card and "长期保存" in card and "第三十条" in card

    def test_tells_how_long_in_plain_data(self, studio, filmed):
        use_as_evidence(studio.cast.officer, filmed)
        self.judged(filmed)
        data = keeping_data(filmed.links.get().step.case)
        assert json.loads(json.dumps(data[filmed.pk]))["long_term"] is True

    def test_of_two_cases_is_kept_for_each(self, studio, filmed):
        other = studio.step(NINE, number="粤交罚〔2026〕2号")
        link(studio.cast.officer, filmed, other)
        judge(other.case, NOW)
        assert Keeping.objects.filter(recording=filmed).count() == 2
