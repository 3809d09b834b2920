"""The calendar: what falls due on which day, for whom, in a fixed number of queries and never through the archive."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection

from liuhen.apps.duties import agenda
from liuhen.apps.duties.agenda import Wanted, Whose
from liuhen.apps.duties.models import Appointment, Obligation
from liuhen.apps.duties.tests.conftest import CHINA, HOUR, NOW, case_of
from liuhen.apps.duties.tests.test_to_do import copies
from liuhen.core.terms.labels import State

PAGE = "/duties/calendar/"
TODAY = date(2026, 11, 20)


def owed(world, due, **about):
    [row] = copies(world, **{"subject": about.pop("subject", "step:1")})
    row.due_at, row.case = due, about.pop("case", world.case)
    for name, value in about.items():
        setattr(row, name, value)
    row.save()
    return row


def at(day, hour=12, month=11):
    return datetime(2026, month, day, hour, tzinfo=CHINA)


MINE = Wanted()


def cells(world, wanted=MINE, day=TODAY, person=None):
    weeks = agenda.month_of(person or world.cast.handler, wanted, day, NOW)
    return {cell.day: cell for week in weeks for cell in week}


def test_a_month_is_whole_weeks_from_monday(world):
    days = list(cells(world))
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 26), date(2026, 12, 6), 42)


def test_the_same_asked_by_two_texts_takes_one_line(world):
    for text in ("gd-transport-2019", "gd-province-2018"):
        owed(world, at(24), text=text)
    cell = cells(world)[date(2026, 11, 24)]
    assert (len(cell.rows), cell.total, cell.more) == (1, 2, 0)


def test_midnight_belongs_to_the_day_it_ends(world):
    owed(world, at(21, 0))
    assert {day: cell.total for day, cell in cells(world).items() if cell.total} == {TODAY: 1}


def test_a_day_shows_its_first_few_and_counts_the_rest(world):
    rows = [owed(world, at(24, hour), subject=f"step:{hour}", title=f"事{hour}") for hour in range(10, 15)]
    cell = cells(world)[date(2026, 11, 24)]
    assert ([row.pk for row in cell.rows], cell.total, cell.more) == ([row.pk for row in rows[:3]], 5, 2)


def test_an_empty_calendar_tells_of_what_has_no_due_time(world, client):
    for number in range(3):
        owed(world, None, subject=f"step:{number}")
    client.force_login(world.cast.handler)
    assert "另有 3 项待办没有定期限" in client.get(PAGE).content.decode()
    owed(world, at(24), subject="step:9")
    assert "没有定期限" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("day", "mark", "works"),
    [
        (date(2026, 10, 1), "休", False),
        (date(2026, 10, 10), "班", True),
        (date(2026, 10, 9), "", True),
        (date(2026, 10, 11), "", False),
        (date(2027, 1, 1), "", True),
    ],
)
def test_days_off_and_days_worked_instead_are_marked(world, day, mark, works):
    cell = cells(world, day=day)[day]
    assert (cell.mark, cell.works) == (mark, works)


def test_years_without_a_published_arrangement_are_told(world):
    assert agenda.unknown_years([date(2026, 12, 31), date(2027, 1, 1)]) == [2027]


def test_what_is_met_has_no_due_time_or_follows_a_sister_is_not_shown(world):
    owed(world, at(24), to_do=False, state=State.MET)
    owed(world, None, subject="step:2")
    owed(world, at(24), leads=False, subject="step:3")
    assert not any(cell.total for cell in cells(world).values())


def test_mine_is_what_i_owe_and_the_unit_is_wider(world):
    owed(world, at(24))
    owed(world, at(24), owner="reviewer", subject="step:2")
    day = date(2026, 11, 24)
    assert cells(world)[day].total == 1
    assert cells(world, Wanted(whose=Whose.UNIT))[day].total == 2
    assert cells(world, person=world.cast.outsider)[day].total == 0


def test_text_and_kind_narrow(world):
    owed(world, at(24))
    owed(world, at(25), text="gd-province-2018", kind="effect", subject="step:2")
    assert [cell.day for cell in cells(world, Wanted(text="gd-province-2018")).values() if cell.total] == [
        date(2026, 11, 25)
    ]
    assert [cell.day for cell in cells(world, Wanted(kind="text_record")).values() if cell.total] == [
        date(2026, 11, 24)
    ]


def test_a_hearing_stands_on_its_day_for_those_of_the_case(world):
    hearing(world, at(26, 9))
    day = date(2026, 11, 26)
    assert [one.label for one in cells(world)[day].appointments] == ["听证时间"]
    assert not cells(world, person=world.cast.co_officer)[day].appointments
    assert cells(world, Wanted(whose=Whose.UNIT), person=world.cast.co_officer)[day].appointments


def hearing(world, moment):
    return Appointment.objects.create(
        case=world.case,
        agency=world.cast.agency,
        source=f"document:1/{moment:%H}",
        at=moment,
        label="听证时间",
        title="听证通知书",
    )


def test_who_may_look_at_what_is_offered(world):
    assert agenda.offered_to(world.cast.officer) == [Whose.MINE, Whose.UNIT]
    assert agenda.offered_to(world.cast.head)[-1] is Whose.AGENCY
    assert agenda.offered_to(world.cast.system_admin) == [Whose.MINE]


@pytest.mark.parametrize("whose", list(Whose))
def test_a_month_is_found_by_due_time(world, whose):
    if connection.vendor != "sqlite":
        pytest.skip("the plan is read on SQLite; PostgreSQL scans so small a table whole")
    rows = agenda.owed_by_time(world.cast.head, Wanted(whose=whose), NOW)
    plan = agenda.falling_due(rows, at(1, 0), at(1, 0, 12)).explain()
    assert "duties_obligation USING INDEX to_do_by_" in plan
    assert "due_at>" in plan.replace(" ", "")
    assert "SCAN duties_obligation" not in plan


@pytest.mark.parametrize("view", ["month", "list"])
def test_the_page_takes_the_same_queries_however_much_falls_due(world, client, view, django_assert_num_queries):
    client.force_login(world.cast.head)

    def asked():
        with django_assert_num_queries(16, exact=False) as queries:
            answer = client.get(f"{PAGE}?view={view}&whose=agency&day=2026-11-01")
        assert answer.status_code == 200
        return len(queries)

    owed(world, at(24))
    hearing(world, at(26, 9))
    before = asked()
    for number in range(2, 9):
        owed(world, at(24, number), case=case_of(world.cast, f"粤交罚〔2026〕{number}号"), subject=f"step:{number}")
    assert asked() == before


class TestThePage:
    """What is shown, and that no address breaks it."""

    @pytest.fixture
    def shown(self, world, client):
        client.force_login(world.cast.handler)
        return lambda words="": client.get(f"{PAGE}?{words}").content.decode()

    def test_a_day_opens_its_list(self, world, shown):
        owed(world, at(24), title="移交证据")
        assert 'id="day-2026-11-24"' in shown("day=2026-11-24")
        assert 'id="day-2026-11-24"' not in shown("day=2026-11-25")

    def test_what_is_past_is_counted_and_listed(self, world, shown):
        owed(world, NOW - HOUR, state=State.OVERDUE, title="昨天的事")
        page = shown("view=list")
        assert "已过期限 <b>1</b>" in page
        assert "昨天的事" in shown("view=list&past=1")

    def test_the_list_goes_on_page_by_page(self, world, shown):
        Obligation.objects.bulk_create(
            row for number in range(70) for row in dated(copies(world, subject=f"step:{number}"), at(24))
        )
        assert "下一页" in shown("view=list&day=2026-11-20")

    def test_a_year_without_days_off_is_told(self, shown):
        assert "没有 2027 年的节假日安排" in shown("day=2027-03-01")

    @pytest.mark.parametrize(
        "words",
        ["day=99", "day=0001-01-01", "day=9999-12-31", "view=x&whose=agency&kind=x&text=%00", "page=-1&view=list"],
    )
    def test_an_address_that_means_nothing_shows_the_default(self, shown, words):
        assert "月" in shown(words)


def dated(rows, due):
    for row in rows:
        row.due_at = due
    return rows


def test_the_end_of_the_month_beside_it_is_not_cut(world, client):
    owed(world, datetime(2026, 12, 1, 0, 0, tzinfo=CHINA))
    client.force_login(world.cast.handler)
    assert 'id="day-2026-11-30"' in client.get(f"{PAGE}?day=2026-11-30").content.decode()
