"""Names made to mislead and files made to harm, brought in through the browser; and the page on a telephone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import looks, uploading
from tests.journeys.house import House
from tests.journeys.visitor import PHONE, Visitor, visiting

pytestmark = pytest.mark.journey
SAMPLES = Path(os.environ.get("LIUHEN_SAMPLES", Path(__file__).resolve().parents[2] / "../shared/samples"))
NAUGHTY = (
    "<img src=x onerror=alert(1)>.MP4",
    "\"'><script>alert(1)<!--.MP4",
    "turned\u202egpj.exe",
    "line\nbreak.MP4",
    " blank at both ends .MP4 ",
    "{{ 7*7 }}{% now %}.MP4",
    "100%25 &amp; %2e%2e%2f.MP4",
    "'; DROP TABLE recording; --.MP4",
    "CON.MP4",
    "back\\slash.MP4",
    "👮🏻‍♀️执法.MP4",
    "a=b,c=d;e.MP4",
    "nul\x01bell\x07.MP4",
    "长" * 80 + ".MP4",
)
LANES = {"recording", "sidecar", "duplicate", "rejected"}


@pytest.fixture
def officer(browser: Browser, house: House) -> Iterator[Visitor]:
    with visiting(browser, house.address, "names") as visitor:
        visitor.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        visitor.sign_in("officer")
        uploading.open_batch(visitor)
        yield visitor


def outcomes(visitor: Visitor) -> dict[str, str]:
    """The lane of every file of the page, by the name shown."""
    pairs = visitor.page.locator("lh-uploader .lh-upload").evaluate_all(
        "(rows) => rows.map((row) => [row.querySelector('.lh-name').textContent, row.dataset.lane])"
    )
    return {name: lane for name, lane in pairs}


def test_naughty_names_are_kept_and_shown_as_text(officer: Visitor, house: House, tmp_path: Path) -> None:
    folder = tmp_path / "card"
    folder.mkdir()
    for number, name in enumerate(NAUGHTY):
        uploading.small_film(folder, minute=number).rename(folder / name)
    uploading.choose(officer, folder)
    uploading.must_all_be_safe(officer, len(NAUGHTY))
    found = outcomes(officer)
    assert set(found.values()) == {"recording"}
    assert "card/<img src=x onerror=alert(1)>.MP4" in found
    assert "card/turned\\u202egpj.exe" in found
    officer.page.reload()
    expect(officer.page.locator("#processed .lh-upload")).to_have_count(len(NAUGHTY))
    shown = officer.page.locator("#processed .lh-name").all_text_contents()
    assert set(shown) == set(found), "the page of the batch shows the names as the uploader did"
    assert not looks.overflow_at_phone_width(officer.page)
    kept = uploading.kept_in(house)
    assert all(kept.get(digest) == "objects" for digest in uploading.digests_of(folder).values())


def test_hostile_files_each_end_in_a_lane_with_a_reason(officer: Visitor, house: House, tmp_path: Path) -> None:
    if not (SAMPLES / "hostile").is_dir():
        pytest.skip(f"no camera files at {SAMPLES} (LIUHEN_SAMPLES): nothing hostile was brought in")
    folder = tmp_path / "hostile"
    shutil.copytree(SAMPLES / "hostile", folder)
    files = sum(path.is_file() for path in folder.rglob("*"))
    uploading.choose(officer, folder)
    uploading.must_all_be_safe(officer, files)
    lanes = outcomes(officer)
    assert len(lanes) == files
    assert set(lanes.values()) <= LANES
    for line in officer.page.locator("lh-uploader .lh-upload[data-lane=rejected]").all():
        reason = line.locator(".lh-upload-told > span").nth(1).text_content() or ""
        assert len(reason.strip()) > 4, line.text_content()
    kept = uploading.kept_in(house)
    assert all(digest in kept for digest in uploading.digests_of(folder).values())


def test_the_page_is_fit_for_a_telephone_and_a_reader_while_files_come_in(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    folder = tmp_path / "card"
    folder.mkdir()
    uploading.small_film(folder).rename(folder / ("很长的文件名" * 12 + ".MP4"))
    (folder / "说明.txt").write_text("存储卡使用说明：电话上看", encoding="utf-8")
    with visiting(browser, house.address, "telephone", screen=PHONE) as officer:
        officer.sign_in("officer")
        uploading.open_batch(officer)
        assert not looks.grave_findings(officer.page)
        uploading.choose(officer, folder)
        uploading.must_all_be_safe(officer, 2)
        assert not looks.overflow_at_phone_width(officer.page)
        assert not looks.grave_findings(officer.page)
        officer.press("未收录 1")
        expect(officer.page.locator("lh-uploader .lh-upload:visible")).to_have_count(1)
        officer.picture("done")
