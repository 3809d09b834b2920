"""A reviewer goes through a recording without touching the mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import roadside
from tests.journeys.house import House
from tests.journeys.visitor import Visitor, visiting

pytestmark = pytest.mark.journey
VIDEO = "document.querySelector('lh-player video')"


@pytest.fixture
def viewing(browser: Browser, demo: House) -> Iterator[Visitor]:
    """The handler at a recording of a running case, the film open at its beginning, the hand off the mouse."""
    with visiting(browser, demo.address, "keyboard") as visitor:
        visitor.sign_in("handler")
        roadside.open_film(visitor, "_0009")
        visitor.page.locator("h1").click()
        yield visitor


def at(visitor: Visitor, second: float) -> None:
    visitor.until(f"!{VIDEO}.seeking && Math.abs({VIDEO}.currentTime - {second}) < 0.05")


def press(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def test_j_k_l_and_the_arrows_move_through_the_film(viewing: Visitor) -> None:
    for key, second in (("l", 10), ("l", 20), ("j", 10), ("ArrowRight", 15), ("ArrowLeft", 10), ("Home", 0)):
        press(viewing, key)
        at(viewing, second)
    press(viewing, "k")
    viewing.until(f"!{VIDEO}.paused && {VIDEO}.currentTime > 0.3")
    press(viewing, "k")
    viewing.until(f"{VIDEO}.paused")


def test_full_stop_and_comma_step_by_pictures_and_plus_and_minus_change_the_speed(viewing: Visitor) -> None:
    press(viewing, "l", ".", ".", ",")
    frame = 1 / float(viewing.page.locator("lh-player").get_attribute("fps") or 25)
    at(viewing, 10 + frame)
    press(viewing, "+", "+", "-")
    viewing.until(f"{VIDEO}.playbackRate === 1.5")


def test_a_number_key_marks_the_second_being_played(viewing: Visitor) -> None:
    marks = viewing.page.locator("#lh-marks li.lh-mark")
    before = marks.count()
    name = viewing.page.locator("button[data-key='1']").get_attribute("data-name") or ""
    press(viewing, "l", "l")
    at(viewing, 20)
    press(viewing, "1")
    expect(marks).to_have_count(before + 1)
    expect(marks.filter(has_text=name).filter(has_text="0:20")).to_have_count(1)


def test_the_question_mark_lists_the_keys_and_escape_puts_the_list_away(viewing: Visitor) -> None:
    keys = viewing.page.get_by_role("dialog", name="按键")
    press(viewing, "?")
    expect(keys).to_be_visible()
    viewing.picture("keys")
    press(viewing, "Escape")
    expect(keys).to_be_hidden()


def test_a_letter_typed_into_the_note_is_a_letter(viewing: Visitor) -> None:
    note = viewing.page.locator("#lh-mark-note")
    note.focus()
    press(viewing, "j", "k", "l", "1")
    expect(note).to_have_value("jkl1")
    viewing.until(f"{VIDEO}.paused && {VIDEO}.currentTime === 0")


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
