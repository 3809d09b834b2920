"""A capture of two channels: each is watched and marked in its own time, and a mark leads to its second there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from liuhen.adapters.workshop.tests.transmitter import pictures, sent, sound
from liuhen.core.media.tests.terminal import SIM
from tests.journeys import looks
from tests.journeys.house import House
from tests.journeys.visitor import Visitor, visiting

pytestmark = pytest.mark.journey
PLAYER = "document.querySelector('lh-player')"
NAME, FIRST, SECOND = "terminal.bin", f"{SIM}-1", f"{SIM}-2"
BASE = 1_780_000_000_000
SAID = """
import json
from liuhen.site.cli.start import start_django; start_django()
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
bodies = (body_of(entry) for entry in Entry.objects.filter(kind__in={kinds!r}).order_by("seq"))
print(json.dumps([[one["kind"], one["data"].get("channel")] for one in bodies]))
"""


@pytest.fixture(scope="module")
def captured(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two channels, the second a second later than the first, taken in from a card; the address of its page."""
    packets = sent(pictures(), sound("pcm_alaw", 6), base=BASE)
    packets += sent(pictures(count=75), channel=2, base=BASE + 1000)
    card = tmp_path_factory.mktemp("card")
    Path(card / NAME).write_bytes(b"".join(packets))
    house.run("intake", str(card), "--device", "NL-0401", "--officer", "440101001", "--clock-offset", "0")
    return "/recordings/1/"  # the first of this house


@pytest.fixture
def officer(browser: Browser, house: House) -> Iterator[Visitor]:
    with visiting(browser, house.address, "channels") as visitor:
        visitor.sign_in("officer")
        yield visitor


def plays(visitor: Visitor, channel: str) -> None:
    visitor.until(f"{PLAYER}?.media?.readyState >= 1 && ({PLAYER}.getAttribute('channel') ?? '') === '{channel}'", 60)


def note(visitor: Visitor, words: str) -> None:
    field = visitor.page.locator("#lh-mark-note")
    field.fill(words)
    field.press("Enter")
    expect(visitor.page.locator("#lh-marks li", has_text=words)).to_be_visible()


def told(house: House, *kinds: str) -> list[list[str]]:
    found: list[list[str]] = json.loads(house.python("-c", SAID.format(kinds=kinds)).stdout)
    return found


def test_a_mark_leads_to_its_second_in_its_channel(officer: Visitor, house: House, captured: str) -> None:
    page = officer.page
    officer.go(captured)
    officer.press("开始查阅")
    plays(officer, FIRST)
    note(officer, "第一个通道的开头")
    officer.press("通道 2")
    plays(officer, SECOND)
    page.evaluate(f"{PLAYER}.seek(1800)")
    officer.until(f"{PLAYER}.ms === 1800")
    note(officer, "号牌清楚")
    page.locator("#lh-clips summary").click()
    page.locator("[data-position-into=lh-clip-begin]").click()
    expect(page.get_by_label("取自通道")).to_have_value(SECOND)
    expect(page.locator("#lh-clip-begin")).to_have_value("0:00:01.800")
    page.locator("#lh-marks li", has_text="第一个通道的开头").locator("[data-seek-ms]").click()
    plays(officer, FIRST)
    page.locator("#lh-marks li", has_text="号牌清楚").locator("[data-seek-ms]").click()
    plays(officer, SECOND)
    officer.until(f"{PLAYER}.ms === 1800")
    expect(page.get_by_label("取自通道")).to_have_value(SECOND)
    officer.picture("jumped")
    assert looks.grave_findings(page) == []
    every = [FIRST, SECOND, FIRST, SECOND]
    assert told(house, "recordings.viewed") == [["recordings.viewed", name] for name in every]
    assert [name for _kind, name in told(house, "recordings.marked")] == every[:2]
    the_address_of_a_mark_leads_there_too(officer, captured)


def the_address_of_a_mark_leads_there_too(officer: Visitor, address: str) -> None:
    """As the page of a case gives it, beside an article."""
    officer.go(f"{address}?at=1800&channel={SECOND}")
    expect(officer.page.locator(".lh-before")).to_contain_text("（通道 2）")
    officer.press("开始查阅")
    plays(officer, SECOND)
    officer.until(f"{PLAYER}.ms === 1800")
