"""Reminders: one per person, obligation and threshold; silent as soon as they hold no more; by e-mail where wished."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend

from liuhen.apps.duties.mailing import send_reminders
from liuhen.apps.duties.models import Obligation, Reminder
from liuhen.apps.duties.reminders import take_note, wish
from liuhen.apps.duties.reminding import remind, unread
from liuhen.apps.duties.tests.conftest import HOUR, NOW, case_of
from liuhen.apps.duties.tests.test_agenda import owed
from liuhen.apps.journal.models import Entry
from liuhen.core.terms.labels import State

DAY = timedelta(days=1)
PAGE = "/duties/reminders/"


def told(world, now=NOW, name="handler"):
    """What somebody is reminded of after a sweep."""
    remind(now)
    rows = Reminder.objects.filter(person=getattr(world.cast, name)).order_by("pk")
    return [(row.obligation_id, row.threshold) for row in rows]


def test_what_the_law_raises_is_told_from_then_on(world):
    row = owed(world, NOW + 10 * DAY, raise_at=NOW + HOUR)
    assert told(world) == []
    assert told(world, NOW + HOUR) == [(row.pk, "soon")]


def test_where_the_law_names_no_time_it_is_a_day_before_or_what_the_person_wishes(world):
    row = owed(world, NOW + 3 * DAY)
    assert told(world) == []
    assert told(world, NOW + 2 * DAY) == [(row.pk, "soon")]
    Reminder.objects.all().delete()
    wish(world.cast.handler, 3)
    assert told(world) == [(row.pk, "soon")]


def test_a_second_sweep_tells_nothing_twice(world):
    owed(world, NOW + HOUR)
    assert (remind(NOW), remind(NOW), remind(NOW + timedelta(minutes=5))) == (1, 0, 0)


def test_what_is_past_its_time_is_told_again_and_in_place_of_the_first(world):
    row = owed(world, NOW + HOUR)
    told(world)
    take_note(world.cast.handler)
    assert told(world, NOW + 2 * HOUR) == [(row.pk, "overdue")]
    assert unread(world.cast.handler, NOW + 2 * HOUR) == 1


def test_what_was_past_before_anybody_was_told_is_told_once(world):
    row = owed(world, NOW - HOUR, state=State.OVERDUE)
    assert told(world) == [(row.pk, "overdue")]


def test_what_is_met_is_silent_at_once_and_gone_with_the_next_sweep(world):
    row = owed(world, NOW + HOUR)
    told(world)
    Obligation.objects.filter(pk=row.pk).update(to_do=False, state=State.MET)
    assert unread(world.cast.handler, NOW) == 0
    assert told(world) == []


def test_a_due_time_that_moved_silences_and_is_told_in_its_own_time(world):
    row = owed(world, NOW + HOUR)
    told(world)
    Obligation.objects.filter(pk=row.pk).update(due_at=NOW + 30 * DAY)
    assert unread(world.cast.handler, NOW) == 0
    assert told(world) == []
    assert told(world, NOW + 29 * DAY) == [(row.pk, "soon")]


def test_an_obligation_that_a_judging_finds_no_more_takes_its_reminder_along(world):
    owed(world, NOW + HOUR)
    told(world)
    world.judged()
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("name", ["co_officer", "outsider", "superior", "system_admin"])
def test_nobody_is_told_of_what_others_owe(world, name):
    owed(world, NOW + HOUR)
    assert told(world, name=name) == []


def test_who_has_left_is_told_nothing(world):
    owed(world, NOW + HOUR)
    type(world.cast.handler).objects.filter(pk=world.cast.handler.pk).update(is_active=False)
    assert told(world) == []


def test_the_count_is_one_query_however_many_there_are(world, django_assert_num_queries):
    for number in range(8):
        owed(world, NOW + HOUR, subject=f"step:{number}")
    told(world)
    with django_assert_num_queries(1):
        assert unread(world.cast.handler, NOW) == 8


def test_the_sweep_asks_no_more_for_more_cases(world, django_assert_num_queries):
    owed(world, NOW + HOUR)
    remind(NOW)
    with django_assert_num_queries(40, exact=False) as before:
        remind(NOW)
    for number in range(2, 8):
        owed(world, NOW + 9 * DAY, case=case_of(world.cast, f"粤交罚〔2026〕{number}号"))
    with django_assert_num_queries(len(before)):
        remind(NOW)


class TestThePage:
    """One's own reminders and nobody else's."""

    @pytest.fixture
    def reminded(self, world, client):
        row = owed(world, NOW + HOUR, title="移交证据")
        remind(NOW)
        client.force_login(world.cast.handler)
        return row

    def test_lists_what_is_near(self, reminded, client):
        page = client.get(PAGE).content.decode()
        assert "移交证据" in page
        assert "知道了" in page

    def test_the_frame_counts_the_unread(self, reminded, client):
        assert ">1<" in client.get(f"{PAGE}unread/").content.decode()
        client.post(f"{PAGE}read/")
        assert client.get(f"{PAGE}unread/").content.decode().strip() == ""

    def test_notes_can_be_taken_one_by_one(self, reminded, world, client):
        owed(world, NOW + 2 * HOUR, subject="step:2")
        remind(NOW)
        client.post(f"{PAGE}read/", {"key": Reminder.objects.earliest("pk").pk})
        assert unread(world.cast.handler, NOW) == 1

    def test_what_is_no_key_is_passed_over_and_those_of_others_stay(self, reminded, world, client):
        client.force_login(world.cast.officer)
        client.post(f"{PAGE}read/", {"key": ["٣", "9" * 30, str(Reminder.objects.get().pk)]})
        assert unread(world.cast.handler, NOW) == 1

    def test_a_wish_is_kept_and_journalled(self, reminded, world, client):
        assert client.post(PAGE, {"lead_days": "5"}).status_code == 302
        assert world.cast.handler.reminder_wish.lead_days == 5
        assert Entry.objects.filter(kind="duties.reminders_set").exists()

    @pytest.mark.parametrize("days", ["", "-1", "31", "x"])
    def test_a_wish_that_cannot_be_is_refused_beside_the_field(self, reminded, client, days):
        assert client.post(PAGE, {"lead_days": days}).status_code == 422

    def test_an_address_is_asked_for_only_where_letters_can_be_sent(self, reminded, client, settings):
        assert 'name="email"' not in client.get(PAGE).content.decode()
        settings.MAIL_FROM = "liuhen@example.gov.cn"
        assert 'name="email"' in client.get(PAGE).content.decode()


class TestLetters:
    """By e-mail, to who wishes it, where the settings name a server."""

    @pytest.fixture(autouse=True)
    def server(self, settings):
        settings.MAIL_FROM = "liuhen@example.gov.cn"

    @pytest.fixture
    def wished(self, world):
        wish(world.cast.handler, 1, "chenli@example.gov.cn")
        owed(world, NOW + HOUR, title="移交证据")
        remind(NOW)

    def test_one_letter_tells_case_article_and_time_and_no_party(self, wished, world):
        assert (send_reminders(NOW), send_reminders(NOW)) == (1, 0)
        [letter] = mail.outbox
        assert letter.to == ["chenli@example.gov.cn"]
        assert "【即将到期】粤交罚〔2026〕1号　移交证据（粤交通办法第九条），期限 2026-11-20 13:00" in letter.body
        assert world.case.party not in letter.body

    def test_without_a_server_nothing_is_sent(self, wished, settings):
        settings.MAIL_FROM = ""
        assert send_reminders(NOW) == 0

    def test_what_the_server_refused_is_sent_the_next_time(self, wished, monkeypatch, caplog):
        with monkeypatch.context() as broken:
            broken.setattr(EmailBackend, "send_messages", lambda *_: raise_(ConnectionRefusedError("down")))
            assert send_reminders(NOW) == 0
        assert send_reminders(NOW) == 1

    def test_what_was_read_or_met_meanwhile_is_not_sent(self, wished, world):
        take_note(world.cast.handler)
        assert send_reminders(NOW) == 0

    def test_an_address_that_is_none_is_refused(self, world):
        with pytest.raises(ValidationError, match="电子邮箱"):
            wish(world.cast.handler, 1, "not an address")

    def test_the_journal_keeps_no_address(self, wished):
        assert "chenli" not in Entry.objects.get(kind="duties.reminders_set").body


def raise_(error):
    raise error
