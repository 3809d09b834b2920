"""How long the lists of recordings and the linking sweep take on an archive of N recordings, and how many queries.

    .venv/bin/python bench/lists.py [N] [--rounds R] [--plans] [--only WORD]

A real instance (SQLite, or the database LIUHEN_TEST_DATABASE names) is filled with one agency of 5 squads and 50
officers with a camera each, N recordings over three years, ten to a case; 2 % of the recordings wait for a step, and
most find one. Each line is a page as the server makes it (view, template and queries), for the person it names: median
and 95th percentile of R rounds in ms, the processor time of the median (on a busy machine the truer figure), and the
number of queries. The sweep is the job, run until it has gone round once. `--plans` shows how the database reads the
slowest query of each page. Time should hardly grow with N: compare 10000 with 100000.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from typical import instance

if TYPE_CHECKING:
    from django.test import Client

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
SQUADS, OFFICERS, PER_CASE, YEARS = 5, 50, 10, 3
EVERY, RECENT = 50, timedelta(days=40)
"""One in fifty waits for a step; half of these within the last forty days."""
PORTION = 2000
PAGES = (
    ("custodian", "all", "/recordings/"),
    ("custodian", "a squad", "/recordings/?unit=1"),
    ("custodian", "a device", "/recordings/?device=GD-007"),
    ("custodian", "an officer and a month", "/recordings/?officer=人员07&since=2025-03-01&until=2025-03-31"),
    ("custodian", "a party (rare)", "/recordings/?party=当事人000007"),
    ("custodian", "a cause (common)", "/recordings/?cause=案由3"),
    (
        "custodian",
        "squad, device, time, party, cause",
        "/recordings/?unit=3&device=GD-002&since=2025-01-01&party=当事人&cause=案由",
    ),
    ("custodian", "no such medium", "/recordings/?medium=audio"),
    ("custodian", "file name", "/recordings/?q=film_000123"),
    ("custodian", "part of a file name, in one", "/recordings/?q=m_000123"),
    ("custodian", "part of a file name, in all", "/recordings/?q=ilm"),
    ("custodian", "cases by part of a party, in one", "/cases/?q=人000007"),
    ("custodian", "cases by two parts, in one", "/cases/?q=由3 006043"),
    ("custodian", "cases by a part of all", "/cases/?q=事人"),
    ("custodian", "search box, part of a name, in one", "/search/?q=000123"),
    ("custodian", "search box, part of nothing", "/search/?q=无此词"),
    ("custodian", "three years back", "/recordings/?before=2023-12-20T00:00:00%2B00:00~9"),
    ("custodian", "waiting for a step", "/recordings/unlinked/"),
    ("custodian", "sidecars without film", "/recordings/sidecars/"),
    ("custodian", "steps without recordings", "/recordings/steps/"),
    ("officer", "all", "/recordings/"),
    ("officer", "own", "/recordings/?mine=1"),
    ("officer", "waiting, with suggestions", "/recordings/unlinked/"),
    ("superior", "all", "/recordings/"),
    ("superior", "a cause (common)", "/recordings/?cause=案由3"),
)


def main() -> None:
    """Fill, measure the pages, then the sweep."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("number", nargs="?", type=int, default=100_000, metavar="N")
    words.add_argument("--rounds", type=int, default=20)
    words.add_argument("--plans", action="store_true")
    words.add_argument("--only", default="", metavar="WORD", help="pages in whose title the word stands; no sweep")
    given = words.parse_args()
    with instance():
        from liuhen.adapters.clock import FixedClock
        from liuhen.ports.outside import install, outside

        install(replace(outside(), clock=FixedClock(NOW)))
        began = time.perf_counter()
        people = _fill(given.number)
        print(f"{given.number} recordings filled in {time.perf_counter() - began:.0f} s", flush=True)
        for who, title, address in PAGES:
            if given.only in title:
                _measure(f"{who}: {title}", _asking(people[who], address), given.rounds)
        if given.plans:
            _plans(people)
        if not given.only:
            _sweep()


def _asking(person: Any, address: str) -> Callable[[], None]:
    from django.test import Client

    browser: Client = Client()
    browser.force_login(person)

    def ask() -> None:
        answer = browser.get(address, HTTP_HOST="localhost")
        assert answer.status_code == 200, (address, answer.status_code)

    return ask


def _measure(title: str, ask: Callable[[], None], rounds: int) -> None:
    """One line: median and 95th percentile in ms, and how many queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    taken, worked = [], []
    for _ in range(rounds):
        began, before = time.perf_counter(), time.process_time()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - before) * 1000)
    with CaptureQueriesContext(connection) as queries:
        ask()
    slowest = statistics.quantiles(taken, n=20)[-1] if rounds > 1 else taken[0]
    print(
        f"{title:48} median {statistics.median(taken):7.1f} ms, p95 {slowest:7.1f} ms,"
        f" CPU {statistics.median(worked):6.1f} ms, {len(queries):3} queries",
        flush=True,
    )


def _sweep() -> None:
    """Run the linking job until it has gone round twice: with what fits, and with what is left and fits nothing."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from liuhen.apps.recordings.jobs import link_pending
    from liuhen.apps.recordings.models import Awaits, Recording
    from liuhen.apps.recordings.queries import swept_through

    waiting = Recording.objects.filter(awaits=Awaits.STEP.value).count()
    rounds = 0
    for run in range(1, 20):
        reset_queries()  # only so many are remembered
        began, before = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            made = link_pending()
        seconds, worked = time.perf_counter() - began, time.process_time() - before
        print(
            f"sweep, run {run}: {made} linked in {seconds:.2f} s, CPU {worked:.2f} s, {len(queries)} queries"
            f" ({waiting} waited)",
            flush=True,
        )
        rounds += swept_through() == 0
        if rounds == 2:
            return


def _plans(people: dict[str, Any]) -> None:
    """How the database reads the queries of each page that take longest."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for who, title, address in PAGES:
        ask = _asking(people[who], address)
        with CaptureQueriesContext(connection) as queries:
            ask()
        slow = max((one for one in queries if one["sql"].startswith("SELECT")), key=lambda one: float(one["time"]))
        print(f"\n{who}: {title}: {slow['time']} s\n{slow['sql'][:1500]}")
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + ("QUERY PLAN " if connection.vendor == "sqlite" else "") + slow["sql"])
            print("\n".join(f"    {row[-1]}" for row in cursor.fetchall()))


def _fill(number: int) -> dict[str, Any]:
    """Rows as the rooms write them, without bytes and without journal."""
    from liuhen.apps.people.actions import add_agency, add_unit
    from liuhen.apps.people.models import Person, RoleGrant
    from liuhen.apps.people.roles import Role

    above = add_agency(None, "above", "上级机关")
    agency = add_agency(None, "bench", "测试执法局", parent=above)
    units = [add_unit(None, agency, f"{n + 1}大队") for n in range(SQUADS)]

    def person(name: str, unit: Any, *roles: Role, certificate: str = "") -> Any:
        made = Person.objects.create(username=name, name=name, unit=unit, certificate=certificate or None, password="!")  # noqa: S106
        RoleGrant.objects.bulk_create(RoleGrant(person=made, role=role.value) for role in roles)
        return made

    officers = [
        person(f"人员{n:02}", units[n % SQUADS], Role.OFFICER, Role.HANDLER, certificate=f"4401{n:05}")
        for n in range(OFFICERS)
    ]
    _records(number, agency, officers)
    return {
        "custodian": person("custodian", units[0], Role.CUSTODIAN),
        "superior": person("superior", add_unit(None, above, "法制处"), Role.SUPERIOR),
        "officer": officers[7],
    }


def _records(number: int, agency: Any, officers: list[Any]) -> None:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.recordings.models import Intake

    devices = Device.objects.bulk_create(
        Device(agency=agency, unit=one.unit, holder=one, number=f"GD-{n:03}") for n, one in enumerate(officers)
    )
    intakes = Intake.objects.bulk_create(
        Intake(agency=agency, device=device, officer=one, started_at=NOW)
        for device, one in zip(devices, officers, strict=True)
    )
    _cases(number // PER_CASE, agency, officers)
    span = timedelta(days=365 * YEARS) / number
    starts = (NOW - span * (number - n) for n in range(number))
    _in_portions(_recording(n, start, intakes[(n // PER_CASE) % OFFICERS]) for n, start in enumerate(starts))
    _links(number)


def _recording(n: int, start: datetime, intake: Any) -> Any:
    """The nth recording; one in fifty waits for a step."""
    from liuhen.apps.recordings.models import Recording

    waits = n % EVERY == 0
    name = f"film_{n:06}.mp4"
    return Recording(
        agency_id=intake.agency_id,
        intake=intake,
        device_id=intake.device_id,
        officer=intake.officer,
        unit_id=intake.officer.unit_id,
        sha256=f"{n:064x}",
        size=1,
        original_name=f"DCIM/{name}",
        name_key=name,
        medium="video",
        start=start,
        end=start + timedelta(minutes=9),
        error_ms=2000,
        duration_ms=540_000,
        tracks=[{"kind": "video", "codec": "h264", "width": 1920, "height": 1080, "fps_milli": 25000}],
        clocks=[
            {"source": "container", "raw": "x" * 40, "wall": None, "at": start.isoformat(), "moment": start.isoformat()}
        ],
        time_basis={"source": "container", "raw": "x", "reasons": [], "disagreements": []},
        found={"kind": "video"},
        stored_at=max(start, NOW - RECENT) if waits else start,
        awaits="step" if waits else "",
    )


def _in_portions(rows: Iterable[Any]) -> None:
    """Write many rows, a portion at a time."""
    from itertools import islice

    waiting = iter(rows)
    while portion := list(islice(waiting, PORTION)):
        type(portion[0]).objects.bulk_create(portion)


def _cases(cases: int, agency: Any, officers: list[Any]) -> None:
    """One case with one step for every ten recordings, of the officer who made them, while they were made."""
    from liuhen.apps.cases.models import Case, Handler, Step, StepPerson

    span = timedelta(days=365 * YEARS) / cases
    numbers = range(cases)
    _in_portions(
        Case(
            pk=n + 1, agency=agency, unit_id=officers[n % OFFICERS].unit_id, number=f"测罚〔2026〕{n:06}号",
            cause=f"案由{n % 40}", party=f"当事人{n:06}", procedure="ordinary", origin="inspection",
            opened_at=NOW - span * (cases - n),
        )
        for n in numbers
    )  # fmt: skip
    _in_portions(Handler(case_id=n + 1, person=officers[n % OFFICERS]) for n in numbers)
    _in_portions(
        Step(
            pk=n + 1, case_id=n + 1, kind="on_site_inspection", stage="investigation", place="某检查站",
            start=NOW - span * (cases - n), end=NOW - span * (cases - n - 1),
        )
        for n in numbers
    )  # fmt: skip
    _in_portions(StepPerson(step_id=n + 1, person=officers[n % OFFICERS]) for n in numbers if n % 10)


def _links(number: int) -> None:
    from django.db.models import Max

    from liuhen.apps.recordings.models import Link, Recording

    first = (Recording.objects.aggregate(last=Max("pk"))["last"] or number) - number + 1
    _in_portions(
        Link(recording_id=first + n, step_id=min(n // PER_CASE + 1, number // PER_CASE), made_at=NOW, reasons=["x"])
        for n in range(number)
        if n % EVERY
    )


if __name__ == "__main__":
    main()
