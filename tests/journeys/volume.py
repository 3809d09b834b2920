"""The end of a case: its volume bound in the browser and checked by a stranger to the program, then archived."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys import acts
from tests.journeys.clerk import seen
from tests.journeys.ending import mend_all
from tests.journeys.forms import save
from tests.journeys.office import Office
from tests.journeys.roadside import Day

BINDS_WITHIN = 60_000
"""Milliseconds a volume may take on a busy machine."""


def archived(office: Office, who: str = "handler") -> Path:
    """Bind the volume, look into its PDF, archive the case; gives the PDF."""
    visitor = office.person(who)
    visitor.go(f"{office.case}volume/")
    visitor.picture("volume-before")
    bind = visitor.page.locator("main").get_by_role("button", name="装订成卷", exact=True)
    bind.click(timeout=BINDS_WITHIN)  # the page answers when the volume is there
    seen(visitor, visitor.page.get_by_role("link", name="打开案卷 PDF"))
    visitor.picture("volume")
    path = _fetched(office, who)
    _is_whole(path)
    mend_all(visitor, Day(office.now, office.desk, case=office.case), "归集到信息平台", save)
    acts.take(office, who, "归档")
    expect(visitor.page.locator("main")).to_contain_text("本案已归档")
    return path


def _fetched(office: Office, who: str) -> Path:
    visitor = office.person(who)
    link = visitor.page.get_by_role("link", name="打开案卷 PDF").get_attribute("href")
    answer = visitor.page.request.get(f"{office.address}{link}")
    assert answer.ok
    path = office.desk / "volume.pdf"
    path.write_bytes(answer.body())
    return path


def _is_whole(path: Path) -> None:
    """qpdf finds nothing wrong where there is a qpdf; every document has a bookmark."""
    if program := shutil.which("qpdf"):
        done = subprocess.run([program, "--check", path], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert len(PdfReader(path).outline) > 2
