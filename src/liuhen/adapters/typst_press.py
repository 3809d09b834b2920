"""Printing with Typst: PDF/A-2b with the whole Chinese font inside; the same content gives the same bytes.

In PDF/A a character that no font holds stops the printing, which is wanted: a name with a hole in it is no document.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC
from functools import cached_property
from pathlib import Path

import typst

from liuhen.ports.press import PressFailed, Sheet

PAPERS = Path(__file__).parent / "papers"


class TypstPress:
    """Prints with the fonts found in `fonts` and no others, so that every machine prints alike."""

    def __init__(self, fonts: Path) -> None:
        """Keep where the fonts are; the compiler is made when the first sheet is printed (40 ms)."""
        self._fonts = fonts

    def print_sheet(self, sheet: Sheet) -> bytes:
        """Print one sheet as PDF/A-2b."""
        moment = sheet.made_at.astimezone(UTC).timetuple()[:6]
        shown = {**asdict(sheet), "made_at": moment}
        content = {"sheet": json.dumps(shown), "code": json.dumps(_square(sheet.mark))}
        try:
            printed = self._compiler.compile(format="pdf", pdf_standards=["a-2b"], sys_inputs=content)
        except RuntimeError as error:  # typst.TypstError among them
            raise PressFailed(_why(str(error))) from error
        if not isinstance(printed, bytes):
            raise PressFailed(f"“{sheet.title}”没有打印成功：排版程序没有给出文件。请联系技术人员。")
        return printed

    @cached_property
    def _compiler(self) -> typst.Compiler:
        if not any(self._fonts.glob("*.ttf")):
            raise PressFailed(f"没有打印用的中文字体：{self._fonts} 下没有字体文件。请运行 make assets 后重试。")
        return typst.Compiler(
            str(PAPERS / "sheet.typ"), root=str(PAPERS), font_paths=[str(self._fonts)], ignore_system_fonts=True
        )


def _square(words: str) -> list[list[int]]:
    """The square code (ISO/IEC 18004) of some words as rows of 0 and 1; no rows for no words."""
    if not words:
        return []
    import segno  # 50 ms that only a printed sheet need spend

    return [[int(bool(cell)) for cell in row] for row in segno.make(words, error="m", micro=False).matrix]


def _why(message: str) -> str:
    if "could not be displayed" in message or "missing glyph" in message:
        return f"有字体里没有的字，不能打印：{message}。请改用可打印的字，或安装含有该字的字体。"
    return f"打印没有成功：{message}。请联系技术人员。"
