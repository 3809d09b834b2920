"""The child: reads one Word or PDF file from its input and answers with its wording as one JSON object.

Run as `python -m liuhen.adapters.official_document_child FORM CPU_SECONDS`. It opens nothing by name.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import unicodedata
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

from liuhen.adapters.confined import limits
from liuhen.adapters.docx_text import DocxRefusal, docx_text

MAX_PAGES = 1000
MAX_PAGE_CHARACTERS = 200_000
FEWEST_PER_PAGE = 10
_SURPRISES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    PyPdfError,
    RecursionError,
    TypeError,
    ValueError,
)


class _Refusal(Exception):
    """Why the file gives no wording."""


def main() -> None:
    """Answer for the one file."""
    logging.disable(logging.CRITICAL)
    form, seconds = sys.argv[1], int(sys.argv[2])
    data = sys.stdin.buffer.read()
    limits.confine()
    limits.allow_seconds(seconds)
    sys.stdout.write(json.dumps(_answer(data, form)))


def _answer(data: bytes, form: str) -> dict[str, Any]:
    try:
        return _pdf(data) if form == "pdf" else {"text": docx_text(data), "pages": 0, "notes": []}
    except (_Refusal, DocxRefusal) as refusal:
        return {"refusal": str(refusal)}
    except MemoryError:
        return {"refusal": "展开后太大，超过允许的内存，请另存为 .txt 再试"}
    except _SURPRISES:
        return {"refusal": "文件已损坏，或不是规范的文件，请另存为 .txt 再试"}


def _pdf(data: bytes) -> dict[str, Any]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise _Refusal("PDF 已加密或限制了权限，请向发文机关索取未加密的文件，或另存为 .txt 再试")
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise _Refusal(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页，请只保留法规正文再试")
    pages = [page.extract_text()[:MAX_PAGE_CHARACTERS] for page in reader.pages]
    letters = "".join("".join(page.split()) for page in pages)
    if len(letters) < FEWEST_PER_PAGE * count:
        raise _Refusal("PDF 没有文字层（是扫描件或照片），请先做文字识别（OCR），逐字核对后另存为 .txt 再试")
    if sum(_readable(letter) for letter in letters) * 2 < len(letters):
        raise _Refusal(
            "PDF 里的字没有可用的编码，读不出来，请索取 Word 原件，或者做文字识别（OCR）逐字核对后另存为 .txt"
        )
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.strip()]
    notes = [f"第 {'、'.join(blank)} 页没有文字，可能是扫描页，请核对"] if blank else []
    return {"text": "\f".join(page.replace("\x00", "") for page in pages), "pages": count, "notes": notes}


def _readable(letter: str) -> bool:
    """Whether a letter means something: no control, no private use, no sign of what could not be decoded."""
    return unicodedata.category(letter)[0] != "C" and letter != "\ufffd"


if __name__ == "__main__":
    main()
