"""From which to which day an officer's certificate is valid."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.seals import row_seal
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.people.actions import date_certificate
from liuhen.apps.people.models import Person
from liuhen.apps.people.queries import officers_certified
from liuhen.site.testing import make_cast, outside_at

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)


@pytest.fixture
def cast(db):
    with outside_at():
        yield make_cast()


def test_a_certificate_without_days_is_valid_and_no_certificate_never(cast):
    assert cast.officer.certified_on(FIRST)
    assert not cast.head.certified_on(FIRST)


@pytest.mark.parametrize(
    ("day", "valid"),
    [(date(2023, 12, 31), False), (FIRST, True), (LAST, True), (date(2029, 1, 1), False)],
)
def test_first_and_last_day_are_included(cast, day, valid):
    date_certificate(cast.head, cast.officer, since=FIRST, until=LAST)
    assert officers_certified(["440101001", "x"])["440101001"].certified_on(day) is valid


def test_days_that_run_backwards_or_lack_a_certificate_are_refused(cast):
    with pytest.raises(ValidationError, match="早于"):
        date_certificate(cast.head, cast.officer, since=LAST, until=FIRST)
    with pytest.raises(ValidationError, match="没有登记执法证号"):
        date_certificate(cast.head, cast.head, since=FIRST, until=LAST)


def test_the_days_are_sealed_and_rows_from_before_them_still_agree(cast):
    before = row_seal(Person.objects.get(pk=cast.officer.pk))
    assert _findings() == []
    date_certificate(cast.head, cast.officer, since=FIRST, until=None)
    assert row_seal(Person.objects.get(pk=cast.officer.pk)) != before
    assert Entry.objects.filter(kind="people.certificate_dated").count() == 1
    Person.objects.filter(pk=cast.officer.pk).update(certificate_until=date(2099, 1, 1))
    assert len(_findings()) == 1


def _findings():
    publish()
    return check_journal().findings
