"""The roll of officers: qualifications, certificates taken in and given back, as the law sees them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.people.actions import date_certificate, give_back, qualify, suspend
from liuhen.apps.people.facts import officers_keyed
from liuhen.core.deadlines.units import CHINA
from liuhen.core.duties.facets import certified
from liuhen.ports.outside import outside
from liuhen.site.testing import make_cast, outside_at

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    with outside_at():
        yield make_cast()


@pytest.fixture
def now(cast):
    return outside().clock.now()


def seen(person):
    return officers_keyed([person.pk])[person.pk]


def test_a_qualification_is_held_once_and_of_the_vocabulary(cast):
    qualify(None, cast.reviewer, "legal_exam", since=date(2019, 7, 1), note="A2019")
    assert seen(cast.reviewer).qualifications == {"legal_exam"}
    with pytest.raises(ValidationError, match="已经登记"):
        qualify(None, cast.reviewer, "legal_exam")
    with pytest.raises(ValidationError, match="没有“wizard”这种资格"):
        qualify(None, cast.reviewer, "wizard")
    with pytest.raises(ValidationError, match="还没有到"):
        qualify(None, cast.reviewer, "earlier_reviewer", since=date(2999, 1, 1))


def test_a_certificate_counts_from_the_first_to_the_last_of_its_days(cast):
    date_certificate(None, cast.officer, since=date(2024, 1, 1), until=date(2026, 12, 31))
    officer = seen(cast.officer)
    assert officer.id == "440101001"
    assert certified(officer, datetime(2024, 1, 1, tzinfo=CHINA))
    assert certified(officer, datetime(2026, 12, 31, 23, 59, tzinfo=CHINA))
    assert not certified(officer, datetime(2027, 1, 1, tzinfo=CHINA))


def test_who_has_no_certificate_is_known_by_name(cast):
    assert seen(cast.reviewer).id == cast.reviewer.name


def test_a_certificate_taken_in_counts_no_more_until_it_is_given_back(cast, now):
    date_certificate(None, cast.officer, since=date(2024, 1, 1), until=None)
    suspend(None, cast.officer, now - 2 * DAY, "年度审验未通过")
    assert certified(seen(cast.officer), now - 3 * DAY)
    assert not certified(seen(cast.officer), now)
    give_back(None, cast.officer, now - DAY)
    assert certified(seen(cast.officer), now)
    assert not certified(seen(cast.officer), now - 1.5 * DAY)
    publish()
    assert list(check_journal().findings) == []


def test_what_cannot_be_is_refused(cast, now):
    with pytest.raises(ValidationError, match="没有在暂扣之中"):
        give_back(None, cast.officer, now)
    with pytest.raises(ValidationError, match="理由"):
        suspend(None, cast.officer, now, " ")
    with pytest.raises(ValidationError, match="没有登记执法证号"):
        suspend(None, cast.reviewer, now, "审验")
    with pytest.raises(ValidationError, match="还没有到"):
        suspend(None, cast.officer, now + DAY, "审验")
    suspend(None, cast.officer, now - DAY, "审验")
    with pytest.raises(ValidationError, match="先登记发还"):
        suspend(None, cast.officer, now, "审验")
    with pytest.raises(ValidationError, match="在暂扣之后"):
        give_back(None, cast.officer, now - 2 * DAY)
