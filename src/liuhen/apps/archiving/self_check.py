"""The check of an archive folder before it is handed over: the four properties 真实、完整、可用、安全 of DA/T 70.

Every item says what was looked at and what was found; what this program can't check is said to be unchecked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from liuhen.apps.archiving.folder import DOCUMENTS, VOLUME
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from liuhen.apps.archiving.folder import Folder, Kept

PIECE = 1 << 20
METADATA = "metadata.xml"
MUST = ("档号", "题名", "责任者", "日期", "保管期限", "件数", "页数")
"""What the volume's metadata must tell."""


@dataclass(frozen=True, slots=True)
class Check:
    """One item: its property and number in DA/T 70, what was looked at, and whether it held (None: not checked)."""

    group: str
    item: str
    what: str
    passed: bool | None
    found: str = ""


def checks_of(folder: Folder, made: Mapping[str, bytes], into: Path) -> list[Check]:
    """All items for the files as they lie in the folder `into`; `made` are those that were made for it."""
    metadata = ElementTree.fromstring(made[METADATA])  # noqa: S314 - written here a moment ago
    return [
        *_authentic(folder, metadata, into),
        *_complete(folder, metadata),
        *_usable(folder, metadata, into),
        *_safe(),
    ]


def _authentic(folder: Folder, metadata: Element, into: Path) -> Iterator[Check]:
    wrong = [kept.path for kept in folder.kept if not _is_whole(kept, into)]
    yield _check("真实性", "1-1", "各文件的 SHA-256 与入库、立卷时登记的一致", wrong)
    told = {element.text for element in metadata.iter() if element.tag in _FILE_NAMES}
    files = {kept.path for kept in folder.kept}
    yield _check("真实性", "1-11", "元数据与文件一一对应", sorted(files ^ {path for path in told if path}))


_FILE_NAMES = {"文件名", "计算机文件名"}


def _is_whole(kept: Kept, into: Path) -> bool:
    digest, size = hashlib.sha256(), 0
    with (into / kept.path).open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return (digest.hexdigest(), size) == (kept.sha256, kept.size)


def _complete(folder: Folder, metadata: Element) -> Iterator[Check]:
    pieces = [piece for piece in folder.volume.catalogue if piece.get("document")]
    on_paper = [piece["title"] for piece in pieces if not piece["sha256"]]
    lost = [piece["title"] for piece in pieces if piece["sha256"] and piece["document"] not in folder.documents]
    note = f"另有 {len(on_paper)} 件只有纸质原件：{'、'.join(on_paper)}" if on_paper else ""
    yield _check("完整性", "2-1", f"卷内 {len(pieces)} 件、音像记录 {len(folder.films)} 份都在", lost, note)
    volume = metadata.find("案卷")
    missing = [name for name in MUST if volume is None or volume.find(name) is None]
    yield _check("完整性", "2-4", "案卷的必备元数据齐全", missing)
    serials, pages = [piece["serial"] for piece in folder.volume.catalogue], _gaps(folder)
    broken = [] if serials == [*range(1, len(serials) + 1)] else ["件号不连续"]
    yield _check("完整性", "2-6", "件号、页号连续", broken + pages)
    yield _check("完整性", "2-5", "办案、立卷的过程信息（日志条目）在内", [] if folder.entries else ["没有日志条目"])


def _gaps(folder: Folder) -> list[str]:
    """Where the pages of two pieces do not follow each other."""
    last, found = 0, []
    for piece in folder.volume.catalogue:
        if piece["first"] != last + 1:
            found.append(f"第 {piece['serial']} 件的页号不接上一件")
        last = piece["last"]
    return found + ([] if last == folder.volume.pages else ["总页数不符"])


def _usable(folder: Folder, metadata: Element, into: Path) -> Iterator[Check]:
    yield _check("可用性", "3-1", "元数据是可以读取的 XML", [] if len(metadata) else ["没有内容"])
    documents = [kept.path for kept in folder.kept if kept.path == VOLUME or kept.path.startswith(DOCUMENTS)]
    closed = [path for path in documents if not _is_pdf(path, into)]
    yield _check("可用性", "3-3", "文书和案卷是通用的 PDF 格式", closed)
    heavy = "" if folder.volume.archival else "案卷里有不是 PDF/A 的上传文件，整卷不是 PDF/A"
    yield Check("可用性", "3-3", "案卷是长期保存格式 PDF/A-2b", True if folder.volume.archival else None, heavy)
    looked = outside().binder.look([into / path for path in documents])
    shut = [path for path, look in zip(documents, looked, strict=True) if look.trouble]
    yield _check("可用性", "3-8", "文书和案卷不加密，可以打开", shut)


def _is_pdf(path: str, into: Path) -> bool:
    with (into / path).open("rb") as file:
        return file.read(5) == b"%PDF-"


def _safe() -> Iterator[Check]:
    yield Check("安全性", "4-2", "病毒检测", None, "本程序不含病毒库，请在移交前用本单位的杀毒软件检测。")
    yield Check("安全性", "4-7", "导出过程有日志", True, "每次导出写入留痕日志。")


def _check(group: str, item: str, what: str, wrong: list[str], note: str = "") -> Check:
    found = "、".join(wrong[:10]) + (f" 等 {len(wrong)} 项" if len(wrong) > 10 else "") if wrong else note
    return Check(group, item, what, not wrong, found)
