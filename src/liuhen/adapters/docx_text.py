"""The wording of a Word document (ECMA-376 WordprocessingML), with its automatic numbers as they are shown.

Only the parts needed are unpacked, each up to a limit. A document type declaration, and with it every entity, is
refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from liuhen.adapters.docx_numbers import Numbers, read_numbers

MAX_PART = 48 << 20
MAX_PARTS = 5000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SKIPPED = frozenset({"moveFrom", "del", "Fallback", "instrText", "pPrChange", "rPrChange"})
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
Attributes = dict[str, str]


class DocxRefusal(Exception):
    """Why a Word file cannot be read (Chinese)."""


def docx_text(data: bytes) -> str:
    """The paragraphs, a line each; table rows as `| cell | cell |`. Raises DocxRefusal."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if len(archive.infolist()) > MAX_PARTS:
            raise DocxRefusal("文件包含的部件太多，请另存为 .txt 再试")
        body = _part(archive, "word/document.xml")
        numbers = read_numbers(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"), parse_xml)
    except zipfile.BadZipFile:
        raise DocxRefusal("不是完整的 docx 文件，请重新下载或另存为 .txt 再试") from None
    if not body:
        raise DocxRefusal("压缩包里没有 Word 正文；请提供 .docx（不是 .zip、.xlsx），或另存为 .txt 再试")
    reader = _Body(numbers)
    parse_xml(body, reader.start, reader.end, reader.words)
    return "\n".join(reader.lines)


def parse_xml(
    data: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda name: None,
    words: Callable[[str], None] = lambda text: None,
) -> None:
    """Walk an XML part by local names; a document type declaration is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, found: start(_local(name), {_local(k): v for k, v in found.items()})
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = words
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise DocxRefusal("Word 文件已损坏，请另存为 .txt 再试") from None


def _refuse(*_: object) -> None:
    raise DocxRefusal("Word 文件含有不允许的文档类型声明，请另存为 .txt 再试")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part, unpacked no further than allowed; empty when there is no such part."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise DocxRefusal("展开后太大，请只保留法规正文，或另存为 .txt 再试")
    return data


@dataclass(slots=True)
class _Paragraph:
    text: list[str] = field(default_factory=list)
    listed: str = ""
    level: str = "0"
    style: str = ""


class _Body:
    """Gathers the lines of the main part; paragraphs stand inside each other where there are text boxes."""

    def __init__(self, numbers: Numbers) -> None:
        self.lines: list[str] = []
        self._numbers = numbers
        self._open: list[_Paragraph] = []
        self._depth_skipped = 0
        self._in_words = False
        self._rows: list[list[list[str]]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name in _SKIPPED or self._depth_skipped:
            self._depth_skipped += 1
        elif name == "p":
            self._open.append(_Paragraph())
        elif name == "pStyle" and self._open:
            self._open[-1].style = attributes.get("val", "")
        elif name == "numId" and self._open:
            self._open[-1].listed = attributes.get("val", "")
        elif name == "ilvl" and self._open:
            self._open[-1].level = attributes.get("val", "")
        elif name == "t":
            self._in_words = True
        elif name in _BREAKS and self._open:
            self._open[-1].text.append(_BREAKS[name])
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])

    def end(self, name: str) -> None:
        """An element ends."""
        if self._depth_skipped:
            self._depth_skipped -= 1
        elif name == "t":
            self._in_words = False
        elif name == "p" and self._open:
            self._close_paragraph(self._open.pop())
        elif name == "tr" and self._rows:
            self._close_row(self._rows.pop())

    def words(self, text: str) -> None:
        """Character data."""
        if self._in_words and self._open and not self._depth_skipped:
            self._open[-1].text.append(text)

    def _close_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.text)
        number = (paragraph.listed, paragraph.level) if paragraph.listed else None
        line = self._numbers.next_label(number, paragraph.style) + text if text.strip() else text
        (self._rows[-1][-1] if self._rows and self._rows[-1] else self.lines).append(line)

    def _close_row(self, cells: list[list[str]]) -> None:
        outer = self._rows[-1][-1] if self._rows and self._rows[-1] else self.lines
        if len(cells) == 1:
            outer.extend(cells[0])
        else:
            outer.append("| " + " | ".join(" ".join(" ".join(cell).split()) for cell in cells) + " |")
