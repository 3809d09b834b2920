"""Binding what lies in a volume into one file: looked into first, then the catalogue is printed, then all is joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from liuhen.apps.archiving import sheets
from liuhen.apps.archiving.contents import Contents, Item
from liuhen.apps.archiving.sheets import FILMS, Making, Span
from liuhen.ports.binder import Binding, Bound, Look, Piece, Trouble
from liuhen.ports.outside import outside
from liuhen.ports.vault import NotInVault
from liuhen.ports.volume_press import Numbers

if TYPE_CHECKING:
    from liuhen.ports.volume_press import VolumeSheet


@dataclass(frozen=True, slots=True)
class Made:
    """A volume that was bound: the file as long as the context lasts, its catalogue as PDF and as data, its pages."""

    bound: Bound
    catalogue_pdf: bytes
    catalogue: list[dict[str, Any]]
    pages: int


@dataclass(frozen=True, slots=True)
class _Page:
    """A document with its file or the slip that stands for it, and the pages it takes."""

    item: Item
    file: Path | bytes
    span: Span
    slip: bool


@contextmanager
def bound(contents: Contents, making: Making, *, skip: bool) -> Iterator[Made]:
    """The volume, bound. Files that can't be bound in are refused by name, or with `skip` a slip stands for them.

    Raises ValidationError, BindingFailed, PressFailed, VaultError.
    """
    with ExitStack() as held:
        pages = _laid(contents, making, held, skip=skip)
        last = pages[-1].span.last if pages else 0
        films = _printed(sheets.films_of(contents, making)) if contents.recordings else b""
        films_span = Span(last + 1, last + _pages_of(films)) if films else None
        last = films_span.last if films_span else last
        spans = {page.item.serial: page.span for page in pages}
        catalogue = _printed(sheets.catalogue_of(contents, making, spans, films_span))
        pieces = [
            Piece(file=_printed(sheets.cover_of(contents, making, last)), bookmark="封面", numbered=False),
            Piece(file=catalogue, bookmark="卷内目录", numbered=False),
            *_parts(contents, making, pages),
            *([Piece(file=films, bookmark=FILMS)] if films else []),
            Piece(file=_closing(contents, making, last, pages), bookmark="卷内备考表", numbered=False),
        ]
        head = sheets.head_of(contents, making)
        binding = Binding(
            pieces=pieces,
            numbers=_printed(Numbers(head=head, last=last)),
            title=f"{head.title} {contents.case.number}",
            author=head.issuer,
            made_at=making.at,
        )
        whole = held.enter_context(outside().binder.bind(binding))
        yield Made(whole, catalogue, _told(pages, pieces, whole, films_span), last)


def _printed(sheet: VolumeSheet) -> bytes:
    return outside().press.print_volume_sheet(sheet)


def _pages_of(printed: bytes) -> int:
    """How many pages something printed here has."""
    return outside().binder.look([printed])[0].pages


def _laid(contents: Contents, making: Making, held: ExitStack, *, skip: bool) -> list[_Page]:
    """Every document with the pages it takes."""
    files = [_file_of(item, held) for item in contents.items]
    looked = iter(outside().binder.look([file for file in files if file]))
    looks = [next(looked) if file else Look(1) for file in files]
    refused = [(item, look.trouble) for item, look in zip(contents.items, looks, strict=True) if look.trouble]
    if refused and not skip:
        raise ValidationError({"skip": [_refusal(item, trouble) for item, trouble in refused]})
    pages, first = list[_Page](), 1
    for item, file, look in zip(contents.items, files, looks, strict=True):
        slip = file is None or look.trouble is not None
        count = 1 if slip else look.pages
        shown = _printed(sheets.slip_of(contents, making, item, look.trouble)) if slip or file is None else file
        pages.append(_Page(item, shown, Span(first, first + count - 1), slip))
        first += count
    return pages


def _file_of(item: Item, held: ExitStack) -> Path | None:
    if not item.document.sha256:
        return None
    try:
        return held.enter_context(outside().vault.local(item.document.sha256))
    except NotInVault as error:
        raise ValidationError(
            f"第 {item.serial} 件{item.title}的电子文件不在保管库中，案卷没有生成。请技术人员核查保管库。"
        ) from error


def _refusal(item: Item, trouble: Trouble) -> str:
    return (
        f"第 {item.serial} 件{item.title}（{sheets.day_words(item.document.made_at)}）：{sheets.TROUBLES[trouble]}，"
        "不能装订。请上传更正的文件；确实没有的，勾选“以说明页代替”再立卷，原文件另行保存。"
    )


def _parts(contents: Contents, making: Making, pages: Sequence[_Page]) -> Iterator[Piece]:
    """The documents; before each further part its cover."""
    for number, (part, members) in enumerate(groupby(pages, key=lambda page: page.item.part)):
        under = part if contents.several_parts else ""
        if number and under:
            yield Piece(file=_printed(sheets.part_cover(contents, making, part)), numbered=False)
        for page in members:
            words = " ".join(one for one in (f"{page.item.serial}.", page.item.title, page.item.number) if one)
            yield Piece(file=page.file, bookmark=words, under=under)


def _closing(contents: Contents, making: Making, last: int, pages: Sequence[_Page]) -> bytes:
    slips = [page.item for page in pages if page.slip]
    return _printed(sheets.note_of(contents, making, last, slips))


def _told(pages: Sequence[_Page], pieces: Sequence[Piece], whole: Bound, films: Span | None) -> list[dict[str, Any]]:
    """The catalogue as data. `archival` false: this piece keeps the volume from being PDF/A."""
    faulty = {id(pieces[place].file) for place in whole.not_archival if place < len(pieces)}
    told = [
        {
            "serial": page.item.serial,
            "part": page.item.part,
            "section": page.item.section,
            "kind": page.item.document.kind,
            "title": page.item.title,
            "number": page.item.number,
            "responsible": page.item.responsible,
            "made_at": page.item.document.made_at.isoformat(),
            "document": page.item.document.pk,
            "sha256": page.item.document.sha256,
            "first": page.span.first,
            "last": page.span.last,
            "slip": page.slip,
            "archival": id(page.file) not in faulty,
            "remark": page.item.remark,
        }
        for page in pages
    ]
    if films:
        told.append({"serial": len(pages) + 1, "title": FILMS, "first": films.first, "last": films.last})
    return told
