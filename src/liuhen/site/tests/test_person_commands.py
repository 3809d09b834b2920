"""`liuhen person certificate`: a day that is not given stays; one is cleared only by saying so."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from liuhen.apps.journal.models import Entry
from liuhen.apps.people.actions import date_certificate
from liuhen.apps.people.models import Person
from liuhen.site.cli.main import cli
from liuhen.site.testing import make_cast, outside_at

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run the command for the certificate of the officer, of whose validity both days are known."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))
    with outside_at():
        cast = make_cast()
        date_certificate(None, cast.officer, since=FIRST, until=LAST)
        yield lambda *words: CliRunner().invoke(cli, ["person", "certificate", "440101001", *words])


def days():
    officer = Person.objects.get(certificate="440101001")
    return officer.certificate_since, officer.certificate_until


def test_a_day_that_is_not_given_stays_and_is_told(run):
    answer = run("--until", "2030-06-30")
    assert answer.exit_code == 0, answer.output
    assert days() == (FIRST, date(2030, 6, 30))
    assert "2024-01-01 — 2030-06-30" in answer.output
    assert run("--since", "2024-02-01").exit_code == 0
    assert days() == (date(2024, 2, 1), date(2030, 6, 30))


def test_a_day_is_cleared_only_by_saying_so(run):
    assert "2024-01-01 — 未登记" in run("--no-until").output
    assert days() == (FIRST, None)
    assert run("--no-since", "--until", "2030-06-30").exit_code == 0
    assert days() == (None, date(2030, 6, 30))


def test_a_day_given_is_judged_with_the_one_that_stays(run):
    answer = run("--until", "2023-12-31")
    assert "早于" in str(answer.exception)
    assert days() == (FIRST, LAST)


@pytest.mark.parametrize(
    "words", [(), ("--since", "2024-02-01", "--no-since"), ("--until", "2024-02-01", "--no-until")]
)
def test_nothing_said_or_both_said_of_one_day_is_refused_and_nothing_changes(run, words):
    before = Entry.objects.count()
    answer = run(*words)
    assert (answer.exit_code, days()) == (2, (FIRST, LAST))
    assert "--no-since" in answer.output or "--no-until" in answer.output
    assert Entry.objects.count() == before
