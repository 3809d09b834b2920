"""Printing with Typst: PDF/A-2b with the whole Chinese font inside; the same content gives the same bytes.

In PDF/A a character that no font holds stops the printing, which is wanted: a name with a hole in it is no document.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from liuhen.adapters.form_layout import segments
from liuhen.adapters.printed_images import fit_for_paper
from liuhen.ports.press import FormSheet, Place, PressFailed, Proof, Sheet
from liuhen.ports.volume_press import Catalogue, ClosingNote, Cover, Films, Numbers, Slip, VolumeSheet

PAPERS = Path(__file__).parent / "papers"
QUICK_MASK = 4
"""Digests look like chance under any mask; choosing the best of eight would take 150 ms for each code."""


_VOLUME_SHEETS: dict[type[VolumeSheet], str] = {
    Cover: "cover",
    Catalogue: "catalogue",
    Films: "films",
    Slip: "slip",
    ClosingNote: "closing_note",
    Numbers: "numbers",
}


class TypstPress:
    """Prints with the fonts found in `fonts` and no others, so that every machine prints alike."""

    def __init__(self, fonts: Path) -> None:
        """Keep where the fonts are; the compilers are made when the first paper is printed (40 ms)."""
        self._fonts = fonts
        self._turn = Lock()

    def print_sheet(self, sheet: Sheet) -> bytes:
        """Print one sheet as PDF/A-2b."""
        shown = {**asdict(sheet), "made_at": _parts(sheet.made_at)}
        content = {"sheet": json.dumps(shown), "code": json.dumps(_square(sheet.mark))}
        return self._printed(self._sheets, content, sheet.title)

    def print_form(self, sheet: FormSheet) -> bytes:
        """Print one document as PDF/A-2b."""
        images = _Images()
        shown = {one.name: getattr(sheet, one.name) for one in fields(sheet) if one.name != "cells"}
        shown |= {"made_at": _parts(sheet.made_at), "segments": segments(sheet.cells)}
        shown["codes"] = [_drawn_code(mark) for mark in sheet.marks]
        content = {"sheet": json.dumps(shown, default=images.plain)}
        return self._printed(self._forms, {**content, "images": json.dumps(images.kept)}, sheet.title)

    def print_volume_sheet(self, sheet: VolumeSheet) -> bytes:
        """Print one sheet of a volume as PDF/A-2b."""
        shown = asdict(sheet)
        shown["head"]["made_at"] = _parts(sheet.head.made_at)
        content = {"sheet": json.dumps({"kind": _VOLUME_SHEETS[type(sheet)], **shown})}
        return self._printed(self._volumes, content, sheet.head.title)

    def edit_form(self, sheet: FormSheet) -> bytes:
        """The document as .docx, which Typst has no part in."""
        from liuhen.adapters.docx_paper import docx_of  # 150 ms that only who edits elsewhere need spend

        try:
            return docx_of(sheet)
        except ValueError as error:  # a sign that XML can't hold
            raise PressFailed("文书中有可编辑的文件不能保存的字符，请预览 PDF，或者删去后重试。") from error

    def image_fault(self, image: bytes) -> str:
        """Why an image can't be printed: it is read to its end, as for printing."""
        try:
            fit_for_paper(image)
        except PressFailed as error:
            return str(error)
        return ""

    def _printed(self, compiler: typst.Compiler, content: dict[str, str], title: str) -> bytes:
        try:
            with self._turn:  # a compiler refuses a second paper while it prints one
                printed = compiler.compile(format="pdf", pdf_standards=["a-2b"], sys_inputs=content)
        except RuntimeError as error:  # typst.TypstError among them
            raise PressFailed(_why(str(error))) from error
        if not isinstance(printed, bytes):
            raise PressFailed(f"“{title}”没有打印成功：排版程序没有给出文件。请联系技术人员。")
        return printed

    @cached_property
    def _sheets(self) -> typst.Compiler:
        return self._compiler("sheet.typ")

    @cached_property
    def _forms(self) -> typst.Compiler:
        return self._compiler("form.typ")

    @cached_property
    def _volumes(self) -> typst.Compiler:
        return self._compiler("volume.typ")

    def _compiler(self, paper: str) -> typst.Compiler:
        if not any(self._fonts.glob("*.ttf")):
            raise PressFailed(f"没有打印用的中文字体：{self._fonts} 下没有字体文件。请运行 make assets 后重试。")
        return typst.Compiler(
            str(PAPERS / paper), root=str(PAPERS), font_paths=[str(self._fonts)], ignore_system_fonts=True
        )


class _Images:
    """The images of one paper, each handed over once, however often it is printed."""

    def __init__(self) -> None:
        self.kept: dict[str, list[int]] = {}

    def plain(self, part: Place | Proof) -> dict[str, Any]:
        """A part of a paper as plain data; the images of a place to sign are named by their digest."""
        if isinstance(part, Proof):
            return asdict(part)
        signed = [{**asdict(one), "image": self._name(one.image)} for one in part.signed]
        plain = {"who": part.who, "note": part.note, "room": part.room}
        return {**plain, "kind": part.kind.value, "signed": signed}

    def _name(self, image: bytes) -> str:
        if not image:
            return ""
        name = sha256(image).hexdigest()
        if name not in self.kept:
            self.kept[name] = list(fit_for_paper(image))
        return name


def _parts(moment: datetime) -> tuple[int, ...]:
    return moment.astimezone(UTC).timetuple()[:6]


def _drawn_code(words: str) -> str:
    """The square code (ISO/IEC 18004) of some words as SVG, with its quiet zone of four modules."""
    import segno  # 50 ms that only a printed sheet need spend

    return segno.make(words, error="m", micro=False, mask=QUICK_MASK).svg_inline(border=4, omitsize=True)


def _square(words: str) -> list[list[int]]:
    """The square code of some words as rows of 0 and 1; no rows for no words."""
    if not words:
        return []
    import segno  # 50 ms that only a printed sheet need spend

    return [[int(bool(cell)) for cell in row] for row in segno.make(words, error="m", micro=False).matrix]


def _why(message: str) -> str:
    if "could not be displayed" in message or "missing glyph" in message:
        return f"有字体里没有的字，不能打印：{message}。请改用可打印的字，或安装含有该字的字体。"
    return f"打印没有成功：{message}。请联系技术人员。"
