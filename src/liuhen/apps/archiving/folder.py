"""What the folder holds that an archive takes in: files of the vault and files made here, each by its path. Reads only.

Laid out in docs/formats/archive-folder.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from liuhen.apps.archiving.queries import latest_volume
from liuhen.apps.cases.queries import whole_case
from liuhen.apps.documents.queries import papers_of_case, signatures_of_papers
from liuhen.apps.duties.queries import dossier_of, plain_data, verdict_data
from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.journal.queries import body_of, entries_of_case
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.errors import LiuhenError

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.archiving.models import Volume
    from liuhen.apps.cases.models import Case, Document
    from liuhen.apps.documents.models import Paper, Signature
    from liuhen.apps.journal.models import Entry
    from liuhen.apps.recordings.models import Recording

VOLUME, DOCUMENTS, RECORDINGS = "volume.pdf", "documents", "recordings"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$", re.ASCII)
LONGEST_NAME = 60


class NotReady(LiuhenError):
    """The case has no volume that could be handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file of the vault: its path in the folder, its digests (`sm3` empty while it is not computed), its length."""

    path: str
    sha256: str
    size: int
    sm3: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """All that goes into the folder, apart from what tells of the files themselves."""

    case: Case
    volume: Volume
    documents: Mapping[int, Kept]
    recordings: Mapping[int, Kept]
    films: Sequence[Recording]
    papers: Mapping[int, Paper]
    signatures: Mapping[int, Sequence[Signature]]
    entries: Sequence[Entry]

    @property
    def kept(self) -> list[Kept]:
        """Every file of the vault, the volume first."""
        first = Kept(path=VOLUME, sha256=self.volume.sha256, size=self.volume.size)
        return [first, *self.documents.values(), *self.recordings.values()]


def folder_of(case: Case) -> Folder:
    """What the folder of the case holds. NotReady without a volume, or when documents were registered after it."""
    volume = latest_volume(case)
    if volume is None:
        raise NotReady(f"案件 {case.number} 还没有立卷。请先在案件的“案卷”页面立卷，再导出归档文件夹。")
    whole = whole_case(case.pk)
    documents = {one.pk: one for one in whole.documents.all()}
    inside = {piece.get("document") for piece in volume.catalogue}
    if missing := [one for one in documents.values() if one.pk not in inside and one.kind != volume.document.kind]:
        named = "、".join(term("documents", one.kind) for one in missing[:5])
        raise NotReady(f"案件 {case.number} 立卷之后又登记了 {len(missing)} 份文书（{named}）。请重新立卷，再导出。")
    films = list(recordings_of_case(case.pk))
    papers = {paper.document_id: paper for paper in papers_of_case(case)}
    return Folder(
        case=whole,
        volume=volume,
        documents=_documents(volume, documents),
        recordings={film.pk: _film(place, film) for place, film in enumerate(films, 1)},
        films=films,
        papers=papers,
        signatures=signatures_of_papers(papers.values()),
        entries=list(entries_of_case(case.number)),
    )


def _documents(volume: Volume, documents: Mapping[int, Document]) -> dict[int, Kept]:
    pieces = [piece for piece in volume.catalogue if piece.get("document") and piece["sha256"]]
    return {
        piece["document"]: Kept(
            path=f"{DOCUMENTS}/{piece['serial']:04d}-{safe_name(piece['title'])}.pdf",
            sha256=piece["sha256"],
            size=documents[piece["document"]].size,
        )
        for piece in pieces
    }


def _film(place: int, film: Recording) -> Kept:
    ending = _ENDING.search(film.original_name)
    name = f"{place:04d}-{film.sha256[:16]}" + (f".{ending[1].lower()}" if ending else "")
    return Kept(path=f"{RECORDINGS}/{name}", sha256=film.sha256, size=film.size, sm3=film.sm3)


def safe_name(words: str) -> str:
    """Words as part of a file name on any system: nothing that means something to one, and not too long."""
    return _UNSAFE.sub("_", words).strip(" .")[:LONGEST_NAME] or "_"


def written(folder: Folder, now: datetime) -> dict[str, bytes]:
    """The files that are made for the folder, by path: contents of documents, facts, verdict, journal."""
    files = {
        "dossier.json": _json(plain_data(dossier_of(folder.case))),
        "verdict.json": _json(verdict_data(folder.case, now)),
        "journal.jsonl": _lines(_entry(entry) for entry in folder.entries),
    }
    for piece in folder.volume.catalogue:
        paper = folder.papers.get(piece.get("document"))
        if paper:
            name = f"{DOCUMENTS}/{piece['serial']:04d}-{safe_name(piece['title'])}.json"
            files[name] = _json(_said(paper, folder.signatures.get(paper.pk, ())))
    return files


def _said(paper: Paper, signatures: Sequence[Signature]) -> dict[str, Any]:
    """What a document says and who confirmed it."""
    return {
        "form": paper.form,
        "form_sha256": paper.form_digest,
        "number": paper.number,
        "content": paper.content,
        "content_sha256": paper.content_sha256,
        "signatures": [
            {
                "place": one.slot,
                "who": one.who,
                "how": one.how,
                "words": one.words,
                "witness": one.witness,
                "at": one.signed_at.isoformat(),
                "where": one.place,
                "image_sha256": one.image_sha256,
                "content_sha256": one.content_sha256,
            }
            for one in signatures
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "label": kind_of(entry.kind).label,
        "salt": bytes(entry.salt).hex(),
        "body": body_of(entry),
    }


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()
