"""How long the page of a large case takes through the real server, and how many queries: 60 documents, 40 recordings.

    .venv/bin/python bench/case_page.py [--requests 100] [--documents 60] [--recordings 40] [--profile]

An instance (SQLite) with one agency bound by four texts (the national procedure, the limits of the laws above it, and
two of a province) holds one case of twelve steps with the documents, gathered in time, half of them written here and in
force, five drafts, and the recordings with their marks; it was judged, and some eighty things are lacking. The handler
asks for it again and again over one connection to `liuhen serve`, compressed as browsers ask for it; every request is a
viewing that is journalled. Prints the queries of the first time somebody opens the page (begin and commit of the
transaction apart), the median, the 95th percentile and the worst in milliseconds, the processor time of the page, and
its size. Demand: at most 30 queries, 95 % within 150 ms. `--profile` shows where the time goes instead.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from typical import instance
from upload import _free_port, _process

if TYPE_CHECKING:
    from django.test import Client

    from liuhen.apps.cases.models import Case, Step
    from liuhen.site.demo.cast import Troupe

TEXTS = ("gd-province-2018", "gd-transport-2019", "cn-transport-procedure-2021", "cn-admin-limits")
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
MOST_QUERIES, LIMIT = 30, 150.0
STEPS, DRAFTS = 12, 5
KEY, SPOKEN = "key_content", ("spoken_notice", "spoken_explanation")
CONTENTS = ("site_environment", "persons", "involved_items", "other_proof", "inquiry", "documents_served")
STAGES = ("initiation", "investigation", "decision", "execution", "archiving")
KINDS = ("on_site_inspection", "inquiry", "evidence_collection", "service")


def main() -> None:
    """Fill, count, measure."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--requests", type=int, default=100)
    words.add_argument("--documents", type=int, default=60)
    words.add_argument("--recordings", type=int, default=40)
    words.add_argument("--profile", action="store_true")
    given = words.parse_args()
    os.environ.setdefault("LIUHEN_HOSTS", "localhost,127.0.0.1")
    with instance() as home:
        case, browser = _filled(given.documents, given.recordings)
        address = f"/cases/{case.pk}/"
        if given.profile:
            _profile(browser, address)
            return
        few, quick = _count(browser, address), _measure(home, browser, address, given.requests)
        sys.exit(not (few and quick))


def _count(browser: Client, address: str) -> bool:
    """The queries of one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get("/", HTTP_HOST="localhost")
    with CaptureQueriesContext(connection) as queries:
        _ask(browser, address)
    asked = [one["sql"] for one in queries if not one["sql"].startswith(TRANSACTION)]
    print(f"{len(asked)} queries", flush=True)
    if "LIUHEN_SHOW_QUERIES" in os.environ:
        print("\n".join(sql[:200] for sql in asked))
    _processor_time(browser, address)
    return len(asked) <= MOST_QUERIES


def _processor_time(browser: Client, address: str) -> None:
    """What the page costs the processor, without server and connection; on a busy machine the truer figure."""
    taken = []
    for _ in range(20):
        began = time.process_time()
        _ask(browser, address)
        taken.append((time.process_time() - began) * 1000)
    print(f"processor time: median {sorted(taken)[10]:.0f} ms, least {min(taken):.0f} ms", flush=True)


def _ask(browser: Client, address: str) -> None:
    answer = browser.get(address, HTTP_HOST="localhost")
    assert answer.status_code == 200, answer.status_code


def _profile(browser: Client, address: str) -> None:
    import cProfile
    import pstats

    _ask(browser, address)
    with cProfile.Profile() as profile:
        for _ in range(10):
            _ask(browser, address)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


def _measure(home: Path, browser: Client, address: str, requests: int) -> bool:
    from django.conf import settings
    from django.db import connection

    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    connection.close()
    where, port = {"LIUHEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}, _free_port()
    command = [sys.executable, "-m", "liuhen", "serve", "--port", str(port), "--no-worker"]
    with _process(command, port, where):
        wire = HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(10):  # the first requests of a server wait for what it loads
            _took(wire, address, cookie)
        found = [_took(wire, address, cookie) for _ in range(requests)]
    times = sorted(taken for taken, _size in found)
    parts = quantiles(times, n=100)
    told = f"median {parts[49]:.0f} ms, 95 % within {parts[94]:.0f} ms, worst {times[-1]:.0f} ms"
    print(f"{told}; {found[-1][1]} bytes sent", flush=True)
    return parts[94] <= LIMIT


def _took(wire: HTTPConnection, address: str, cookie: str) -> tuple[float, int]:
    """Milliseconds and bytes of one answer, to its last byte."""
    began = time.perf_counter()
    wire.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = wire.getresponse()
    body = answer.read()
    assert answer.status == 200, answer.status
    return (time.perf_counter() - began) * 1000, len(body)


# the case


def _filled(documents: int, recordings: int) -> tuple[Case, Client]:
    """The case, judged, and its handler's browser."""
    from django.test import Client

    from liuhen.apps.duties.actions import judge
    from liuhen.ports.outside import outside
    from liuhen.site.demo import cast

    troupe = cast.engage(TEXTS)
    case, steps = _case(troupe)
    _documents(case, steps, troupe, documents)
    _recordings(case, steps, troupe, recordings)
    judge(case, outside().clock.now())
    browser = Client()
    browser.force_login(troupe.people["handler"])
    return case, browser


def _case(troupe: Troupe) -> tuple[Case, list[Step]]:
    """Twelve steps of four hours, one a day, up to yesterday."""
    from liuhen.apps.cases.models import Act, Case, Handler, Milestone, Step, StepPerson
    from liuhen.ports.outside import outside

    handler, officer = troupe.people["handler"], troupe.people["officer"]
    begins = outside().clock.now() - timedelta(days=STEPS + 1)
    case = Case.objects.create(
        agency=troupe.agency, unit=handler.unit, number="测罚〔2026〕1号", cause="超限运输", party="某运输公司",
        plate="粤A12345", procedure="ordinary", origin="inspection", opened_at=begins,
    )  # fmt: skip
    act = Act.objects.create(case=case, kind="penalty")
    Handler.objects.create(case=case, person=handler)
    Milestone.objects.create(case=case, kind="filed", at=begins)
    steps = []
    for number in range(STEPS):
        start = begins + timedelta(days=number)
        step = Step.objects.create(
            case=case, act=act, kind=KINDS[number % len(KINDS)], stage=STAGES[number * len(STAGES) // STEPS],
            place="国道检查站", start=start, end=start + timedelta(hours=4), matters=["facts"],
        )  # fmt: skip
        for person in (handler, officer):
            StepPerson.objects.create(step=step, person=person)
        steps.append(step)
    return case, steps


def _documents(case: Case, steps: list[Step], troupe: Troupe, number: int) -> None:
    """Documents of every kind there is a form of; every second one written here, of steps and of the case in turn."""
    from liuhen.apps.cases.models import Document
    from liuhen.ports.outside import outside

    forms = list(outside().law.forms().values())
    by = troupe.people["handler"]
    for n in range(number):
        form, step = forms[n % len(forms)], steps[n % len(steps)] if n % 4 else None
        made_at = (step or steps[0]).start + timedelta(hours=2)
        document = Document.objects.create(
            case=case, step=step, kind=form.document, made_at=made_at, registered_by=by, sha256=f"{n:064x}", size=1,
            gathered_at=made_at + timedelta(hours=8), filed_at=made_at + timedelta(hours=8),
        )  # fmt: skip
        if n % 2:
            _written(document, by, made_at, n)
    for n in range(DRAFTS):
        _draft(case, forms[n].document, by, steps[-1].start, state="writing")


def _draft(case: Case, form: str, by: Any, at: datetime, **said: Any) -> Any:
    from liuhen.apps.documents.models import Draft

    people = {"begun_by": by, "begun_at": at, "changed_by": by, "changed_at": at}
    return Draft.objects.create(case=case, form=form, content={"place": "国道检查站" * 20}, **people, **said)


def _written(document: Any, by: Any, at: datetime, n: int) -> None:
    from liuhen.apps.documents.models import Paper

    draft = _draft(document.case, document.kind, by, at, state="in_force")
    Paper.objects.create(
        document=document, draft=draft, number=f"测〔2026〕{n}号", form=document.kind, form_digest="0" * 64,
        content=draft.content, content_sha256="0" * 64, made_by=by,
    )  # fmt: skip


def _recordings(case: Case, steps: list[Step], troupe: Troupe, number: int) -> None:
    """Recordings of an hour, one after the other in their steps, each with its marks."""
    from liuhen.apps.recordings.models import Intake, Link, Mark, Recording

    officer, device = troupe.people["officer"], troupe.cameras["officer"]
    intake = Intake.objects.create(agency=case.agency, device=device, officer=officer, started_at=case.opened_at)
    for n in range(number):
        step = steps[n % len(steps)]
        start = step.start + timedelta(hours=n // len(steps))
        film = Recording.objects.create(
            agency=case.agency, intake=intake, device=device, officer=officer, unit=officer.unit,
            sha256=f"{n + 1:064x}", size=1, original_name=f"DCIM/film_{n}.mp4", medium="video", start=start,
            end=start + timedelta(hours=1),
            error_ms=2000, duration_ms=3_600_000, stored_at=step.end, time_basis={"source": "container"},
            kept_until=step.end + timedelta(days=1000), filed_at=step.end,
        )  # fmt: skip
        Link.objects.create(recording=film, step=step, made_at=step.end, reasons=["同一人、同一时间"])
        for place, content in enumerate(CONTENTS[n // len(steps) :: 2]):
            Mark.objects.create(
                recording=film, kind=KEY, content=content, offset_ms=60_000 * place, end_ms=60_000 * place + 30_000,
                by=officer, made_at=step.end,
            )  # fmt: skip
        for place, kind in enumerate(SPOKEN if n < len(steps) else ()):
            Mark.objects.create(recording=film, kind=kind, offset_ms=1000 * place, by=officer, made_at=step.end)


if __name__ == "__main__":
    main()
