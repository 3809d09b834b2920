"""Pages speak Chinese, and English by switch: no English sentence is written into a template."""

from __future__ import annotations

import re

TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
# A block that holds names of classes is no text.
CLASSES = re.compile(r"{%\s*block \w*class\w*\s*%}.*?{%\s*endblock\b.*?%}", re.DOTALL)
MACHINE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<(script|style|code|kbd)\b.*?</\1>", re.DOTALL)
SEEN_ATTRIBUTE = re.compile(r'\s(?:title|placeholder|aria-label|alt)="([^"]*)"')
# Pages shown when nothing works any more cannot ask for the language: they say it twice, and mark which is which.
MARKED = re.compile(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
ENGLISH = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
NAMES = {"Liuhen", "English"}


def _english(template):
    """English words a person would see in a template."""
    text = MACHINE.sub(" ", CLASSES.sub(" ", MARKED.sub(" ", TRANSLATED.sub(" ", template))))
    shown = " ".join([*SEEN_ATTRIBUTE.findall(text), TAG.sub(" ", text)])
    return [word for word in ENGLISH.findall(shown) if word not in NAMES]


def test_no_template_has_english_written_into_it(project):
    templates = [path for path in project.files if path.suffix == ".html" and "templates" in path.parts]
    found = {project.name(path): words for path in templates if (words := _english(path.read_text(encoding="utf-8")))}
    assert not found, f"write Chinese, within translate: {found}"


def test_english_is_found_in_text_and_attributes_and_not_in_code():
    assert _english('<p title="Open case">案件 {{ case.number }}</p> pending') == ["Open", "case", "pending"]
    assert _english('{% translate "Open" %}<kbd>Enter</kbd><a class="button">Liuhen 留痕</a>') == []
