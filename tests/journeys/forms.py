"""Filling in a form as a person does: by the words above each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor

Answer = str | datetime | bool | Path | list[str]


def fill_in(visitor: Visitor, answers: Mapping[str, Answer], within: Locator | None = None) -> None:
    """Answer each field named by its label: text, moment, choice, ticks, file."""
    form = within or visitor.page.locator("main")
    for label, answer in answers.items():
        _answer(field_called(form, label), answer)


def field_called(form: Locator, label: str) -> Locator:
    """The field with these words above it (those who may be left empty say so after the words)."""
    words = re.compile(rf"^\s*{re.escape(label)}\s*(选填)?\s*$")
    return form.locator(".lh-field").filter(has=form.page.locator(".form-label", has_text=words)).first


def _answer(field: Locator, answer: Answer) -> None:
    _unfold(field)
    if isinstance(answer, list):
        for one in answer:
            field.get_by_label(one, exact=True).check()
    elif isinstance(answer, datetime):
        field.locator("input").fill(f"{answer:%Y-%m-%dT%H:%M}")
    elif isinstance(answer, Path):
        field.locator("input[type=file]").set_input_files(answer)
    elif field.locator("select").count():
        _choose(field.locator("select"), str(answer))
    else:
        field.locator("input, textarea").first.fill(str(answer))


def _unfold(field: Locator) -> None:
    """Open the fold a long list is kept in."""
    fold = field.locator("xpath=ancestor::details[not(@open)]/summary")
    if fold.count():
        fold.first.click()


def _choose(select: Locator, words: str) -> None:
    """Choose the option that says exactly this, else the first that begins with it."""
    exact, beginning = re.compile(rf"^\s*{re.escape(words)}\s*$"), re.compile(rf"^\s*{re.escape(words)}")
    options = select.locator("option")
    found = options.filter(has_text=exact)
    found = found if found.count() else options.filter(has_text=beginning)
    select.select_option(value=found.first.get_attribute("value"))


def save(visitor: Visitor, button: str = "保存") -> None:
    """Send the form; a refusal of it fails with what the page says."""
    before = visitor.page.url
    visitor.press(button, within=visitor.page.locator("main"))
    visitor.page.wait_for_load_state()
    said = visitor.page.locator(".lh-error, .lh-message-error").all_inner_texts()
    wrong = [words for words in said if words.strip()]
    assert not wrong, f"{before} was refused: {wrong}"
