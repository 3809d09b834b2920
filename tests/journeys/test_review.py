"""A reviewer goes through an hour of film with the keyboard alone, and the law is satisfied afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys import hour, looks
from tests.journeys.hour import Hour
from tests.journeys.house import House
from tests.journeys.visitor import Visitor, visiting

pytestmark = pytest.mark.journey
VIDEO = "document.querySelector('lh-player video')"
TIMELINE = "document.querySelector('lh-timeline')"


@pytest.fixture(scope="module")
def filmed(house: House, tmp_path_factory: pytest.TempPathFactory) -> Hour:
    """The inspection began three hours ago, at a whole minute; its hour of film is in."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    return hour.bring_in(house, now - timedelta(hours=3), tmp_path_factory.mktemp("desk"))


@pytest.fixture
def handler(browser: Browser, house: House) -> Iterator[Visitor]:
    with visiting(browser, house.address, "review") as visitor:
        visitor.sign_in("handler")
        yield visitor


def press(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def at(visitor: Visitor, second: float, within: float = 0.3) -> None:
    visitor.until(f"!{VIDEO}.seeking && Math.abs({VIDEO}.currentTime - {second}) < {within}")


def tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until what has the focus says these words."""
    for _ in range(60):
        press(visitor, "Tab")
        if words in visitor.page.evaluate("document.activeElement.innerText || ''"):
            return
    raise AssertionError(f"sixty presses of Tab do not lead to {words}")


def marks(visitor: Visitor) -> Locator:
    return visitor.page.locator("#lh-marks li.lh-mark")


def test_an_hour_is_reviewed_with_the_keyboard_alone(handler: Visitor, house: House, filmed: Hour) -> None:
    before = states(handler, filmed)
    page = begin(handler, filmed)
    the_time_axis_tells_what_went_wrong(handler)
    look_through_quickly(handler)
    stamp_everything_asked(handler)
    mark_a_stretch(handler)
    write_a_note(handler)
    handler.picture("reviewed")
    assert looks.grave_findings(handler.page) == []
    met = {title for title, state in states(handler, filmed).items() if state == "met" and before[title] != "met"}
    assert "摄录执法现场环境" in met, f"the verdict changed, but only in {met}"
    what_was_watched_is_in_the_journal(handler, house, page)


def begin(handler: Visitor, filmed: Hour) -> str:
    """Open the film from the list and begin the viewing."""
    handler.go(f"/recordings/?q={filmed.name}")
    tab_to(handler, f"{filmed.start:%H:%M}")
    press(handler, "Enter")
    handler.page.wait_for_url("**/recordings/*/")
    page = handler.page.url
    tab_to(handler, "开始查阅")
    press(handler, "Enter")
    handler.until(f"{VIDEO} && {VIDEO}.readyState >= 1 && {VIDEO}.duration > 3500")
    handler.picture("begun")
    for _patience in range(20):  # the hour is analysed meanwhile, on however busy a machine
        if handler.page.evaluate(f"Boolean({TIMELINE}.content?.storyboard)"):
            break
        handler.page.wait_for_timeout(10_000)
    handler.until(f"{TIMELINE}.board && {TIMELINE}.content.storyboard")
    return page


def the_time_axis_tells_what_went_wrong(handler: Visitor) -> None:
    """One key leads to the black picture, the next to the silence; Z shows that minute closer."""
    wrong = hour.WRONG_FROM
    press(handler, "]")
    at(handler, wrong + hour.BLACK[0], within=3)
    press(handler, "]")
    at(handler, wrong + hour.SILENT[0], within=4)
    press(handler, "z")
    assert handler.page.evaluate(f"{TIMELINE}.span.length") == 60_000
    handler.picture("closer")
    press(handler, "z", "[")
    at(handler, wrong + hour.BLACK[0], within=3)


def look_through_quickly(handler: Visitor) -> None:
    """L plays, and again faster up to eight times with the pitch kept; J goes back at the speed of life; K stops."""
    press(handler, "Home", "l", "l", "l", "l", "l")
    handler.until(f"{VIDEO}.playbackRate === 8 && {VIDEO}.preservesPitch && {VIDEO}.currentTime > 30")
    press(handler, "j")
    handler.until(f"{VIDEO}.playbackRate === 1 && !{VIDEO}.paused")
    press(handler, "k")
    handler.until(f"{VIDEO}.paused")
    second = handler.page.evaluate(f"{VIDEO}.currentTime")
    press(handler, "ArrowRight", "ArrowRight", "Shift+ArrowLeft")
    at(handler, second + 9)
    press(handler, "Home", ".", ".", ",")
    at(handler, 1 / float(handler.page.locator("lh-player").get_attribute("fps") or 25))


def stamp_everything_asked(handler: Visitor) -> None:
    """N names what is still missing; its number stamps it, five seconds apart; the spoken notice has a letter."""
    press(handler, "Home")
    asked = handler.page.locator("#lh-contents button[data-kind='key_content']")
    keys = [one.get_attribute("data-key") or "" for one in asked.all()]
    assert keys, "the texts of this agency ask for key contents"
    for count, key in enumerate(keys, start=1):
        press(handler, "ArrowRight", "n")
        expect(handler.page.locator(".lh-content-next")).to_have_count(1)
        press(handler, key)
        expect(marks(handler)).to_have_count(count)
    press(handler, "ArrowRight", "q")
    expect(marks(handler)).to_have_count(len(keys) + 1)
    expect(handler.page.locator("#lh-contents [data-missing]")).to_have_count(0)
    press(handler, "n")
    expect(handler.page.locator("#lh-toasts")).to_contain_text("重点内容都已标记")


def mark_a_stretch(handler: Visitor) -> None:
    """Shift and the number, twenty seconds on, the same again."""
    before = marks(handler).count()
    press(handler, "Home", "Shift+1", *["ArrowRight"] * 4)
    at(handler, 20)
    press(handler, "Shift+1")
    expect(marks(handler)).to_have_count(before + 1)
    expect(marks(handler).filter(has_text="0:00—0:20")).to_have_count(1)


def write_a_note(handler: Visitor) -> None:
    """M remembers the second; what is typed stays text, whatever keys it is made of."""
    press(handler, "End", "Home", "ArrowRight", "m")
    handler.page.keyboard.type("jkl 1 驾驶人出示证件")
    press(handler, "Enter")
    expect(marks(handler).filter(has_text="jkl 1 驾驶人出示证件").filter(has_text="0:05")).to_have_count(1)
    at(handler, 5)


def states(handler: Visitor, filmed: Hour) -> dict[str, str]:
    """How the duties of the case stand, by their titles."""
    handler.page.context.request.get(f"{handler.address}/cases/{filmed.case}/")
    answer = handler.page.context.request.get(f"{handler.address}/duties/cases/{filmed.case}/?show=all")
    assert answer.ok
    window = handler.page.context.new_page()
    window.set_content(answer.text())
    rows = window.eval_on_selector_all(
        ".lh-duty",
        "all => all.map((one) => [one.querySelector('.lh-duty-title').innerText, one.dataset.state])",
    )
    window.close()
    return dict(rows)


def what_was_watched_is_in_the_journal(handler: Visitor, house: House, page: str) -> None:
    """Leaving the page tells the rest; the entries hold stretches and speeds, and custody shows them."""
    handler.go("/")
    pk = page.rstrip("/").rsplit("/", 1)[1]
    handler.page.wait_for_timeout(500)
    told = json.loads(house.python("-c", WATCHED.format(pk=pk)).stdout)
    assert told, "what was watched is journalled"
    ranges = [one for entry in told for one in entry["ranges"]]
    assert {one["speed"] for one in ranges} >= {100, 800}
    fast = [one for one in ranges if one["speed"] == 800]
    assert max(one["to_ms"] for one in fast) > 25_000
    assert all(0 <= one["from_ms"] < one["to_ms"] for one in ranges)
    assert sum(entry["watched_ms"] for entry in told) < 10 * 60_000, "an hour that was not watched is not said to be"
    handler.page.goto(page)
    expect(handler.page.locator(".lh-custody")).to_contain_text("观看了音像记录的以下部分")
    expect(handler.page.locator(".lh-custody")).to_contain_text("8×")


WATCHED = """
import json
from liuhen.site.cli.start import start_django; start_django()
from liuhen.apps.journal.queries import body_of, entries_about
told = entries_about("recording", "{pk}").filter(kind="recordings.watched")
print(json.dumps([body_of(one)["data"] for one in told]))
"""
