"""Gets the wording out of official documents: text files here, Word and PDF files in a confined child process.

Files come from anywhere, and their parsers are large. The child has a limit on memory and processor time, opens no
file, has no network where the kernel allows to give it up, and is killed when it takes too long.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence

from liuhen.ports.official_document import Document, DocumentRefusal

CHILD_COMMAND = (sys.executable, "-I", "-m", "liuhen.adapters.official_document_child")
MAX_BYTES = 40 << 20
MAX_CHARACTERS = 3_000_000
_OLD_WORD, _RICH_TEXT, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04", b"%PDF-"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class OfficialDocuments:
    """Reads txt (UTF-8, UTF-16, GB18030), docx and pdf; `cpu_seconds` and `wall_seconds` are allowed per file."""

    def __init__(
        self, *, cpu_seconds: int = 30, wall_seconds: float = 90.0, command: Sequence[str] = CHILD_COMMAND
    ) -> None:
        """Start nothing yet; `command` starts the child."""
        self._cpu, self._wall, self._command = cpu_seconds, wall_seconds, command

    def read(self, data: bytes, *, name: str) -> Document:
        """The wording of the file; DocumentRefusal says why there is none and what to do."""
        if len(data) > MAX_BYTES:
            raise DocumentRefusal(f"{name}：文件超过 {MAX_BYTES >> 20} MB，请只保留法规正文再试")
        form = _form(data, name)
        text, pages, notes = self._ask(data, form, name) if form != "txt" else _plain(data, name)
        if not text.strip():
            raise DocumentRefusal(f"{name}：文件里没有文字")
        if len(text) > MAX_CHARACTERS:
            raise DocumentRefusal(f"{name}：文字超过 {MAX_CHARACTERS} 个字符，请只保留法规正文再试")
        return Document(text, hashlib.sha256(data).hexdigest(), form, pages, notes)

    def _ask(self, data: bytes, form: str, name: str) -> tuple[str, int, tuple[str, ...]]:
        command = [*self._command, form, str(self._cpu)]
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=self._wall, check=False, cwd="/")
        except subprocess.TimeoutExpired:
            raise DocumentRefusal(f"{name}：解析超时，文件可能已损坏。{_SAVE_AS_TEXT}") from None
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise DocumentRefusal(f"{name}：解析时耗尽允许的内存或时间，文件可能已损坏。{_SAVE_AS_TEXT}") from None
        if refusal := answer.get("refusal"):
            raise DocumentRefusal(f"{name}：{refusal}")
        return answer["text"], answer["pages"], tuple(answer["notes"])


_SAVE_AS_TEXT = "请用 Word 或 WPS 打开，另存为 UTF-8 文本文件（.txt）再试"


def _form(data: bytes, name: str) -> str:
    """By its first bytes, never by its name."""
    if not data:
        raise DocumentRefusal(f"{name}：文件是空的")
    if data.startswith(_OLD_WORD):
        raise DocumentRefusal(f"{name}：这是旧版 .doc、.wps 文件或加密的 Office 文件，请另存为 .docx 或 .txt 再试")
    if data.startswith(_RICH_TEXT):
        raise DocumentRefusal(f"{name}：这是 RTF 文件，请另存为 .docx 或 .txt 再试")
    if _PDF in data[:1024]:
        return "pdf"
    return "docx" if data.startswith(_ZIP) else "txt"


def _plain(data: bytes, name: str) -> tuple[str, int, tuple[str, ...]]:
    return _decoded(data, name), 0, ()


def _decoded(data: bytes, name: str) -> str:
    named = next((encoding for mark, encoding in _BOMS.items() if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and sum(char < " " and char not in "\t\n\r\f\v" for char in text[:4000]) < 8:
            return text
    raise DocumentRefusal(
        f"{name}：不是 txt、docx 或带文字的 pdf，也不是 UTF-8 或 GB18030 编码的文本。{_SAVE_AS_TEXT}；"
        "照片和扫描件请先做文字识别（OCR）并逐字核对"
    )
