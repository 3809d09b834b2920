"""What one line of an official document is, by its own look: a heading, a numbered unit, an item, or running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles

from liuhen.core.lawbook.numerals import NUMERAL

ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条(之[一二三四五六七八九十]+)?(?P<gap>[\s：:、]*)(?P<rest>.*)")
CITED = re.compile(r"规定|所[称列指述]|第|的|[、，,和至及或与]|以外|之|中|[前后]|款|项|内容")
"""What follows the number of an article that is cited, not begun, where nothing stands between."""
CHAPTER = re.compile(rf"第\s*({NUMERAL})\s*(?P<level>[编章节])(?P<gap>[\s：:、]*)(?P<rest>.*)")
ITEM = re.compile(rf"(?:[-*+•·]\s*)?(?P<label>[（(]\s*{NUMERAL}\s*[)）])\s*[、.．]?\s*(?P<rest>.*)")
POINT = re.compile(r"(?:[-*+•·]\s*)?(?P<label>[0-9０-９]{1,3}\s*[.．、](?![0-9])|[①-⑳])\s*(?P<rest>.*)")
HEAD = re.compile(r"(?P<label>[一二三四五六七八九十百]{1,4}\s*、)\s*(?P<rest>.*)")
ANNEX = re.compile(rf"附\s*(件|表|录)\s*({NUMERAL})?\s*[：:.．]?.{{0,40}}")
TAIL = re.compile(r"(抄\s*送|主题词|主\s*送).*|.*印\s*发|.*[年月]\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日")
TERMINAL = "。；：！？!?;:…”』」》）)"
_PAGE = re.compile(r"[-—－–·\s]*[0-9０-９]{1,4}[-—－–·\s]*|第\s*[0-9]+\s*页.{0,12}|[0-9]+\s*/\s*[0-9]+")
_RULE = re.compile(r"([-—_=*]\s*){3,}")
_PUNCTUATION = re.compile(r"[，。；：、！？,;:!?《》]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its number in the file, what it says, whether it is indented or follows a rule."""

    number: int
    text: str
    indented: bool = False
    ruled: bool = False

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence, an item or an introduction does."""
        return self.text[-1] in TERMINAL

    @property
    def heading_like(self) -> bool:
        """Short and without punctuation, as headings are."""
        return len(self.text) <= 24 and not _PUNCTUATION.search(self.text)


def lines_of(text: str) -> list[Line]:
    """The lines that say something: Markdown signs, page numbers and running heads of pages removed."""
    result: list[Line] = []
    running, ruled = _running_heads(text), False
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]", text), 1):
        words = _plain(raw)
        if _RULE.fullmatch(words):
            ruled = True
        elif words and not _PAGE.fullmatch(words) and words not in running:
            result.append(Line(number, words, raw[:1] in " \t\u3000", ruled))
            ruled = False
    return result


def _plain(raw: str) -> str:
    words = raw.replace("\ufeff", "").replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u200b", "")
    words = re.sub(r"^\s*(#+\s+|>\s*)", "", words.replace("**", "").replace("__", ""))
    return words.replace("\u3000", " ").strip()


def _running_heads(text: str) -> frozenset[str]:
    """Lines that open or close at least half of three or more pages (divided by form feeds)."""
    pages = [[_plain(line) for line in page.splitlines() if _plain(line)] for page in text.split("\f")]
    pages = [page for page in pages if page]
    if len(pages) < 3:
        return frozenset()
    seen = Counter(line for page in pages for line in {page[0], page[-1]})
    return frozenset(line for line, count in seen.items() if count * 2 >= len(pages) and not ARTICLE.match(line))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is set: whether lines break where the paper ends, at which width, and whether paragraphs indent."""

    wrapped: bool
    width: float
    indents: bool

    def goes_on(self, before: Line, line: Line) -> bool:
        """Whether the line carries on the sentence or paragraph of the one before it."""
        if not before.ends:
            return True
        if not self.wrapped or len(before.text) < self.width - 1:
            return False
        return not line.indented if self.indents else True


def layout_of(lines: list[Line]) -> Layout:
    """Judge from all lines: wrapped when most longer lines break off in mid-sentence at about the same width."""
    long = [line for line in lines if len(line.text) > 12]
    broken = sum(not line.ends for line in long)
    if len(long) < 8 or broken * 2 < len(long):
        return Layout(False, 0, False)
    width = quantiles([len(line.text) for line in long], n=10)[-1]
    indented = sum(line.indented for line in long)
    return Layout(True, width, 0 < indented < len(long) * 0.9)


_INLINE_ITEM = re.compile(rf"(?<=[：；;:])\s*(?=[（(]{NUMERAL}[)）])")
_INLINE_ARTICLE = re.compile(rf"(?<=[。”])\s*(?=第{NUMERAL}条[\s])")


def split_inline(line: Line) -> Iterator[tuple[Line, bool]]:
    """The parts of a line that runs several articles or items together; the flag says it stood at the line's start."""
    first = True
    for article in _INLINE_ARTICLE.split(line.text):
        for part in _INLINE_ITEM.split(article):
            if part.strip():
                yield Line(line.number, part.strip(), line.indented, line.ruled and first), first
                first = False
