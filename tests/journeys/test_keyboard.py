"""The keys of the review page, one by one, on a recording of the demonstration agency."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import roadside
from tests.journeys.house import House
from tests.journeys.visitor import Visitor, visiting

pytestmark = pytest.mark.journey
VIDEO = "document.querySelector('lh-player video')"
TIMELINE = "document.querySelector('lh-timeline')"


@pytest.fixture
def viewing(browser: Browser, demo: House) -> Iterator[Visitor]:
    """The handler at a recording of a running case, the film open at its beginning, the hand off the mouse."""
    with visiting(browser, demo.address, "keyboard") as visitor:
        visitor.sign_in("handler")
        roadside.open_film(visitor, "NL-0401")
        visitor.until(f"{TIMELINE}.content")
        visitor.page.locator("h1").click()
        yield visitor


def at(visitor: Visitor, second: float) -> None:
    visitor.until(f"!{VIDEO}.seeking && Math.abs({VIDEO}.currentTime - {second}) < 0.05")


def press(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def test_the_arrows_home_and_end_move_through_the_film(viewing: Visitor) -> None:
    for key, second in (("ArrowRight", 5), ("ArrowRight", 10), ("Shift+ArrowRight", 11), ("ArrowLeft", 6), ("Home", 0)):
        press(viewing, key)
        at(viewing, second)
    press(viewing, "End")
    viewing.until(f"{VIDEO}.duration - {VIDEO}.currentTime < 0.2")


def test_presses_that_follow_each_other_quickly_all_count(viewing: Visitor) -> None:
    press(viewing, *["ArrowRight"] * 8, "Shift+ArrowLeft")
    at(viewing, 39)


def test_l_plays_and_quickens_j_goes_back_at_the_speed_of_life_and_k_stops(viewing: Visitor) -> None:
    press(viewing, *["ArrowRight"] * 4, "l")
    viewing.until(f"!{VIDEO}.paused && {VIDEO}.playbackRate === 1 && {VIDEO}.currentTime > 20.3")
    for rate in (2, 4, 8, 8):
        press(viewing, "l")
        viewing.until(f"{VIDEO}.playbackRate === {rate} && {VIDEO}.preservesPitch")
    press(viewing, "j")
    viewing.until(f"{VIDEO}.playbackRate === 1 && !{VIDEO}.paused")
    press(viewing, "k")
    viewing.until(f"{VIDEO}.paused")


def test_full_stop_and_comma_step_by_pictures_and_plus_and_minus_change_the_speed(viewing: Visitor) -> None:
    press(viewing, "ArrowRight", "ArrowRight", ".", ".", ",")
    frame = 1 / float(viewing.page.locator("lh-player").get_attribute("fps") or 25)
    at(viewing, 10 + frame)
    press(viewing, "+", "+", "-")
    viewing.until(f"{VIDEO}.playbackRate === 1.5")
    expect(viewing.page.locator(".lh-player-speed")).to_have_value("1.5")


def test_a_number_key_marks_the_second_being_played(viewing: Visitor) -> None:
    marks = viewing.page.locator("#lh-marks li.lh-mark")
    before = marks.count()
    name = viewing.page.locator("button[data-key='1']").get_attribute("data-name") or ""
    press(viewing, *["ArrowRight"] * 4)
    at(viewing, 20)
    press(viewing, "1")
    expect(marks).to_have_count(before + 1)
    expect(marks.filter(has_text=name).filter(has_text="0:20")).to_have_count(1)


def test_a_number_key_held_while_the_film_runs_marks_a_stretch(viewing: Visitor) -> None:
    marks = viewing.page.locator("#lh-marks li.lh-mark")
    before = marks.count()
    press(viewing, "l", "l", "l")
    viewing.page.keyboard.down("2")
    viewing.page.wait_for_timeout(900)
    viewing.page.keyboard.up("2")
    press(viewing, "k")
    expect(marks).to_have_count(before + 1)
    expect(marks.locator(".lh-num").filter(has_text="—")).to_have_count(1)


def test_escape_drops_a_stretch_that_was_begun(viewing: Visitor) -> None:
    marks = viewing.page.locator("#lh-marks li.lh-mark")
    before = marks.count()
    press(viewing, "Shift+1")
    expect(viewing.page.locator(".lh-stretch[aria-pressed='true']")).to_have_count(1)
    press(viewing, "ArrowRight", "Escape")
    expect(viewing.page.locator(".lh-stretch[aria-pressed='true']")).to_have_count(0)
    assert marks.count() == before


def test_the_question_mark_lists_the_keys_and_escape_puts_the_list_away(viewing: Visitor) -> None:
    keys = viewing.page.get_by_role("dialog", name="按键")
    press(viewing, "?")
    expect(keys).to_be_visible()
    viewing.picture("keys")
    press(viewing, "Escape")
    expect(keys).to_be_hidden()


def test_a_letter_typed_into_the_note_is_a_letter_and_escape_forgets_it(viewing: Visitor) -> None:
    note = viewing.page.locator("#lh-mark-note")
    press(viewing, "m", "j", "k", "l", "1")
    expect(note).to_have_value("jkl1")
    viewing.until(f"{VIDEO}.paused && {VIDEO}.currentTime === 0")
    press(viewing, "Escape")
    expect(note).to_have_value("")
    expect(note).not_to_be_focused()


def test_the_time_axis_zooms_about_the_pointer_pans_and_seeks_by_a_click(viewing: Visitor) -> None:
    """The mouse has its place too: what the wheel keeps under the pointer is what a click goes to."""
    box = viewing.page.locator(".lh-track").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.25, box["y"] + 60
    viewing.page.mouse.move(x, y)
    expect(viewing.page.locator(".lh-hover")).to_be_visible()
    before = viewing.page.evaluate(f"{TIMELINE}.span.ms({box['width'] * 0.25})")
    for _ in range(6):
        viewing.page.mouse.wheel(0, -120)
    viewing.until(f"{TIMELINE}.span.length < {TIMELINE}.span.duration / 3")
    assert abs(viewing.page.evaluate(f"{TIMELINE}.span.ms({box['width'] * 0.25})") - before) < 250, "a pixel's worth"
    viewing.page.mouse.click(x, y)
    viewing.until(f"!{VIDEO}.seeking && Math.abs({VIDEO}.currentTime - {before / 1000}) < 0.3")
    from_here = viewing.page.evaluate(f"{TIMELINE}.span.from")
    viewing.page.mouse.move(x, y)
    viewing.page.mouse.down()
    viewing.page.mouse.move(x - 100, y, steps=4)
    viewing.page.mouse.up()
    assert viewing.page.evaluate(f"{TIMELINE}.span.from") > from_here
    press(viewing, "z")
    assert viewing.page.evaluate(f"{TIMELINE}.span.whole")


def test_everything_is_reached_with_the_tabulator(viewing: Visitor) -> None:
    """From the top of the page, Tab comes to the first mark button, and every stop on the way shows its focus."""
    viewing.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    for _ in range(80):
        press(viewing, "Tab")
        here = viewing.page.evaluate(
            """() => {
                const on = document.activeElement, style = getComputedStyle(on);
                const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
                return [on.dataset.key || "", seen, on.outerHTML];
            }"""
        )
        assert here[1], f"focus is not seen on {here[2][:120]}"
        if here[0] == "1":
            return
    raise AssertionError("eighty steps with Tab do not lead to the mark buttons")
