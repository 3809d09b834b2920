"""Reading a case from its file into this instance: checked whole, its bytes kept first, its rows in one transaction."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from liuhen.apps.cases.queries import case_by_number
from liuhen.apps.duties.actions import judge_number
from liuhen.apps.importing.actions import Received, note_received, require_bring
from liuhen.apps.importing.queries import received_as
from liuhen.ports.outside import outside
from liuhen.site.carrying.laying import lay_down
from liuhen.site.carrying.outsiders import meet
from liuhen.site.carrying.packing import CASE, FORMAT, MANIFEST, OBJECTS, PIECE, CaseFileRefused
from liuhen.site.carrying.tables import BY_NAME, DIGESTS

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

MOST_JSON = 64 << 20
MOST_ROWS = 200_000
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file: the number of its case, how many rows, and whether it had been here before."""

    number: str
    rows: int = 0
    known: bool = False
    made: tuple[str, ...] = ()


def import_case(by: Person, path: Path, *, make_people: bool) -> Taken:
    """Take the case in. People, units and devices that are not known here are told, or made where that is wished.

    Raises CaseFileRefused for a file that is damaged, of another agency, or whose case number is taken.
    """
    require_bring(by)
    with _opened(path) as file:
        content, sha256 = _content(file)
        _check_agency(by, content)
        if case := case_by_number(content["number"]):
            if received_as(case.pk) == sha256:
                return Taken(number=case.number, known=True)
            raise CaseFileRefused(f"案号“{case.number}”已被本系统中的案件使用，未导入。")
        _keep_objects(file, content)
        try:
            rows, made = _enter(by, content, sha256, make=make_people)
        except IntegrityError as error:
            raise CaseFileRefused(f"案件文件与本系统中已有的内容冲突，未导入：{error}") from error
    judge_number(content["number"])
    return Taken(number=content["number"], rows=rows, made=made)


@transaction.atomic
def _enter(by: Person, content: Mapping[str, Any], sha256: str, *, make: bool) -> tuple[int, tuple[str, ...]]:
    """All rows and their entry in the journal; how many they are, and whoever was made for want of them."""
    known = meet(by, content, make=make)
    rows = lay_down(by, content, known)
    note_received(by, rows[0], Received(sha256=sha256, sender=str(content["from"]), rows=tuple(rows)))
    return len(rows), tuple(known.made)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        raise CaseFileRefused(f"{path.name} 不是案件文件，或者已损坏。") from None


def _content(file: zipfile.ZipFile) -> tuple[dict[str, Any], str]:
    """The case as the file states it, with the digest of that statement, once both agree with the manifest."""
    data = _read(file, CASE)
    sha256 = hashlib.sha256(data).hexdigest()
    manifest, content = _parsed(_read(file, MANIFEST)), _parsed(data)
    if content.get("format") != FORMAT:
        raise CaseFileRefused(f"案件文件的格式是 {content.get('format')}，本版本能读 {FORMAT}。")
    if manifest.get("sha256", {}).get(CASE) != sha256:
        raise CaseFileRefused("案件文件的内容与其清单的摘要不符，可能在传输中损坏，请重新导出。")
    return content, sha256


def _read(file: zipfile.ZipFile, name: str) -> bytes:
    try:
        if file.getinfo(name).file_size > MOST_JSON:
            raise CaseFileRefused(f"案件文件中的 {name} 太大，不是本系统导出的。")
        return file.read(name)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise CaseFileRefused(f"案件文件中没有 {name}，或者已损坏。") from None


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        tree = None
    if not isinstance(tree, dict):
        raise CaseFileRefused("案件文件的内容不是合法的 JSON，可能已损坏。")
    return tree


def _check_agency(by: Person, content: Mapping[str, Any]) -> None:
    agency = by.unit.agency
    if content["agency"]["code"] != agency.code:
        name = content["agency"]["name"]
        raise CaseFileRefused(f"这是“{name}”（编码 {content['agency']['code']}）的案件，{by.name}属于“{agency.name}”。")
    unknown = set(content["rows"]) - set(BY_NAME)
    if unknown or len(content["rows"].get("case", ())) != 1:
        raise CaseFileRefused(f"案件文件中有不认识的内容：{'、'.join(sorted(unknown)) or '案件不止一件'}。")
    if sum(map(len, content["rows"].values())) > MOST_ROWS:
        raise CaseFileRefused(f"案件文件超过 {MOST_ROWS} 行，不是一个案件。")


def _keep_objects(file: zipfile.ZipFile, content: Mapping[str, Any]) -> None:
    """Put every object a row speaks of into the vault, its bytes compared with its name on the way."""
    wanted = {row[column] for name, column in DIGESTS.items() for row in content["rows"].get(name, ())} - {""}
    vault = outside().vault
    for digest in sorted(wanted):
        if len(str(digest)) != 64 or not set(str(digest)) <= _HEX:
            raise CaseFileRefused(f"“{digest}”不是摘要。")
        try:
            with file.open(OBJECTS + digest) as source:
                staged = vault.stage(_pieces(source))
        except (KeyError, zipfile.BadZipFile):
            raise CaseFileRefused(f"案件文件中缺少 {digest} 的原件，或者已损坏。") from None
        if staged.sha256 != digest:
            vault.abandon(staged)
            raise CaseFileRefused(f"{digest} 的字节与其摘要不符，案件文件可能被改动过。")
        vault.commit(staged)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
