"""Calendar subscriptions: a secret shown once, what it tells and what not, and how it tells of changes (RFC 5545)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from liuhen.apps.duties.feeds import MOST_FEEDS, feed_of, make_feed, told_by, withdraw_feed
from liuhen.apps.duties.models import Feed, FeedEvent, Obligation
from liuhen.apps.duties.tests.conftest import HOUR, NOW
from liuhen.apps.duties.tests.test_agenda import at, hearing, owed
from liuhen.apps.journal.models import Entry
from liuhen.core.terms.labels import State

DAY = timedelta(days=1)


@pytest.fixture
def feed(world):
    return make_feed(world.cast.handler)


@pytest.fixture
def read(feed, client):
    """What a calendar program reads, which has no session."""

    def reading(**headers):
        return client.get(f"/duties/feed/{feed[1]}.ics", headers=headers)

    return reading


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_tells_case_article_and_what_and_no_party(world, read):
    owed(world, NOW + HOUR, title="移交证据", missing="缺某运输公司的签名", subject_label="某运输公司的车")
    answer = read()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = events(answer)
    assert event["SUMMARY"] == "粤交罚〔2026〕1号 移交证据（粤交通办法第九条）"
    assert "某运输公司" not in str(Calendar.from_ical(answer.content).to_ical().decode())
    assert event["URL"] == f"http://testserver/cases/{world.case.pk}/"


def test_lines_are_folded_at_75_octets_and_end_as_they_must(world, read):
    owed(world, NOW + HOUR, title="很长的标题，有逗号；也有分号" * 8)
    lines = read().content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert b"\n" not in b"".join(lines)


def test_what_is_due_at_midnight_is_the_whole_of_the_day_before_and_an_hour_is_an_hour(world, read):
    owed(world, at(25, 0))
    owed(world, at(26, 15), subject="step:2")
    whole, hour = events(read())
    assert (whole.decoded("DTSTART"), whole.decoded("DTEND")) == (date(2026, 11, 24), date(2026, 11, 25))
    assert hour.decoded("DTEND") == at(26, 15)


def test_a_hearing_is_told(world, read):
    hearing(world, at(26, 9))
    [event] = events(read())
    assert "听证时间（听证通知书）" in event["SUMMARY"]


def test_a_due_time_that_moved_keeps_its_name_and_counts_up(world, read):
    row = owed(world, NOW + HOUR)
    [before] = events(read())
    Obligation.objects.filter(pk=row.pk).update(due_at=NOW + DAY)
    [after] = events(read())
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.decoded("DTEND") == NOW + DAY


def test_what_is_met_is_cancelled_and_after_a_month_forgotten(world, feed, read):
    row = owed(world, NOW + HOUR)
    read()
    Obligation.objects.filter(pk=row.pk).update(to_do=False, state=State.MET)
    [event] = events(read())
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert told_by(feed[0], NOW + 31 * DAY) == []


def test_what_has_to_be_done_again_is_confirmed_again(world, read):
    row = owed(world, NOW + HOUR)
    read()
    Obligation.objects.filter(pk=row.pk).update(to_do=False)
    read()
    Obligation.objects.filter(pk=row.pk).update(to_do=True)
    [event] = events(read())
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 2)


def test_nothing_new_is_answered_in_few_bytes(world, read):
    row = owed(world, NOW + HOUR)
    first = read()
    assert first.headers["ETag"] == read().headers["ETag"]
    again = read(**{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Obligation.objects.filter(pk=row.pk).update(due_at=NOW + DAY)
    assert read(**{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_reading_writes_only_what_changed(world, feed, django_assert_num_queries):
    for number in range(5):
        owed(world, NOW + HOUR, subject=f"step:{number}")
    told_by(feed[0], NOW)
    with django_assert_num_queries(6):  # feed, roles, obligations, appointments, what was told, and that to tell it
        told_by(found_by(feed[1]), NOW)


def found_by(secret):
    return feed_of(secret)


def test_only_ones_own_is_told(world):
    owed(world, NOW + HOUR)
    other, _secret = make_feed(world.cast.co_officer)
    assert told_by(other, NOW) == []


class TestTheSecret:
    """Kept by its digest, shown once, gone when withdrawn or when the person leaves."""

    def test_is_kept_nowhere(self, feed):
        row, secret = feed
        assert len(secret) >= 43
        assert secret not in str(vars(row))
        assert not any(secret in body for body in Entry.objects.values_list("body", flat=True))

    @pytest.mark.parametrize("secret", ["", "x", "x" * 5000, "\x00"])
    def test_another_opens_nothing(self, feed, secret):
        assert feed_of(secret) is None

    def test_opens_nothing_when_withdrawn(self, world, feed, read):
        owed(world, NOW + HOUR)
        read()
        withdraw_feed(world.cast.handler, feed[0].pk)
        assert read().status_code == 404
        assert not FeedEvent.objects.exists()

    def test_opens_nothing_when_the_person_has_left(self, world, feed, read):
        type(world.cast.handler).objects.filter(pk=world.cast.handler.pk).update(is_active=False)
        assert read().status_code == 404


class TestThePage:
    """Where feeds are made and withdrawn."""

    @pytest.fixture
    def person(self, world, client):
        client.force_login(world.cast.handler)
        return world.cast.handler

    def test_shows_the_address_once(self, person, client):
        assert client.post("/duties/feeds/").status_code == 302
        shown = client.get("/duties/feeds/")
        assert "/duties/feed/" in shown.content.decode()
        assert shown.headers["Cache-Control"] == "no-store"
        assert "/duties/feed/" not in client.get("/duties/feeds/").content.decode()
        assert Feed.objects.count() == 1

    def test_gives_so_many_and_no_more(self, person, client):
        for _ in range(MOST_FEEDS + 1):
            client.post("/duties/feeds/")
        assert Feed.objects.count() == MOST_FEEDS

    def test_withdraws_ones_own_alone(self, world, person, client):
        other, _secret = make_feed(world.cast.officer)
        mine, _secret = make_feed(person)
        assert client.post(f"/duties/feeds/{other.pk}/withdraw/").status_code == 404
        assert client.post(f"/duties/feeds/{mine.pk}/withdraw/").status_code == 302
        assert list(Feed.objects.filter(withdrawn_at=None)) == [other]
