"""The sheets of a volume: cover, catalogue, list of recordings, slips, closing note. In Chinese whoever prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from liuhen.apps.archiving.contents import Contents, Item
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import time_known
from liuhen.core.deadlines.units import CHINA
from liuhen.core.sizes import size_words
from liuhen.core.volume.template import KEEPING
from liuhen.ports.binder import Trouble
from liuhen.ports.volume_press import Catalogue, ClosingNote, Cover, Film, Films, Head, Line, Slip

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

FILMS = "音像记录清单"
TROUBLES = {
    Trouble.BROKEN: "电子文件已损坏，不能打开",
    Trouble.ENCRYPTED: "电子文件设有打开密码",
    Trouble.EMPTY: "电子文件里没有页面",
    Trouble.TOO_MANY: "电子文件的页数超过一卷所能装订的",
}
"""Why a file can't be bound in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """The circumstances of a volume: who makes it and when, its number and period, what the maker wants noted."""

    by: Person
    at: datetime
    number: str
    keeping: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The pages a piece takes in the volume, both counted in."""

    first: int
    last: int

    @property
    def words(self) -> str:
        """As catalogues write it."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def head_of(contents: Contents, making: Making) -> Head:
    """What every sheet bears."""
    return Head(
        issuer=contents.case.agency.name,
        title=f"{contents.template.category_title}案卷",
        made_at=making.at,
        archive_number=making.number,
        case_number=contents.case.number,
    )


def cover_of(contents: Contents, making: Making, pages: int) -> Cover:
    """The cover of the whole volume."""
    case = contents.case
    reached = {one.kind: one.at for one in case.milestones.all()}
    handlers = [one.person for one in case.handlers.select_related("person").order_by("pk")]
    rows = [
        ("案号", case.number),
        ("案由", case.cause),
        ("当事人", case.party),
        ("办案程序", term("procedures", case.procedure)),
        ("承办人", "、".join(f"{one.name}（{one.certificate}）" if one.certificate else one.name for one in handlers)),
        ("处理结果", result_of(contents)),
        *[
            (term("milestones", kind), day_words(reached[kind]))
            for kind in ("filed", "accepted", "closed")
            if kind in reached
        ],
        ("卷内材料", _amount(contents, pages)),
        ("立卷人", making.by.name),
        ("立卷时间", day_words(making.at)),
        ("保管期限", term(KEEPING, making.keeping)),
    ]
    parts = "、".join(part.title for part in contents.template.parts) if contents.several_parts else ""
    return Cover(head=head_of(contents, making), rows=[row for row in rows if row[1]], part=parts)


def _amount(contents: Contents, pages: int) -> str:
    """How much there is; recordings are kept beside the volume."""
    films = f"；音像记录 {len(contents.recordings)} 份，原件另行保存" if contents.recordings else ""
    return f"{len(contents.items)} 件，{pages} 页{films}"


def result_of(contents: Contents) -> str:
    """The outcome as the latest document says it that has one of the template's fields; empty when none has."""
    for wanted in contents.template.result:
        said = [paper.content.get(wanted.field) for paper in contents.papers.values() if paper.form == wanted.document]
        if found := [words for words in said if isinstance(words, str) and words]:
            return found[-1]
    return ""


def part_cover(contents: Contents, making: Making, part: str) -> Cover:
    """The cover before a further part."""
    return Cover(
        head=head_of(contents, making), part=part, rows=[("案号", contents.case.number), ("案由", contents.case.cause)]
    )


def catalogue_of(contents: Contents, making: Making, spans: Mapping[int, Span], films: Span | None) -> Catalogue:
    """The catalogue; `spans` are the pages by serial."""
    lines = list(_lines(contents, spans))
    if films:
        place = Line(
            serial=str(len(contents.items) + 1), title=FILMS, day=day_words(making.at, short=True), pages=films.words
        )
        lines += [Line(title="附"), place] if contents.several_parts else [place]
    pages = max([span.last for span in spans.values()] + ([films.last] if films else []), default=0)
    return Catalogue(head=head_of(contents, making), lines=lines, total=f"共 {len(contents.items)} 件，{pages} 页")


def _lines(contents: Contents, spans: Mapping[int, Span]) -> Iterator[Line]:
    for part, items in groupby(contents.items, key=lambda item: item.part):
        if contents.several_parts:
            yield Line(title=part)
        yield from (_line(item, spans[item.serial]) for item in items)


def _line(item: Item, span: Span) -> Line:
    return Line(
        serial=str(item.serial),
        number=item.number,
        responsible=item.responsible,
        title=item.title,
        day=day_words(item.document.made_at, short=True),
        pages=span.words,
        remark=item.remark,
    )


def films_of(contents: Contents, making: Making) -> Films:
    """The list of the recordings of the case."""
    note = "音像记录的原件不装订入卷，按原样保存，以上列 SHA-256 摘要与本卷对应。"
    films = [_film(one) for one in contents.recordings]
    return Films(head=head_of(contents, making), films=films, note=note)


def _film(recording: Recording) -> Film:
    start, end = recording.start.astimezone(CHINA), recording.end.astimezone(CHINA)
    known = time_known(recording)
    return Film(
        name=recording.shown_name,
        device=f"{term('devices', recording.device.kind)} {recording.device.number}",
        when=f"{start:%Y-%m-%d %H:%M:%S} 至 {end:%H:%M:%S}" if known else "时间不明",
        length=_length(recording.duration_ms),
        size=size_words(recording.size),
        sha256=recording.sha256,
    )


def _length(duration_ms: int | None) -> str:
    if duration_ms is None:
        return ""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"


def slip_of(contents: Contents, making: Making, item: Item, trouble: Trouble | None) -> Slip:
    """The page in the place of a document that can't be bound in."""
    rows = [("序号", str(item.serial)), ("题名", item.title), ("文号", item.number)]
    rows += [("日期", day_words(item.document.made_at)), ("SHA-256", "\n".join(wrap(item.document.sha256, 32)))]
    why = "本件只有纸质原件，没有电子文件。原件随纸质案卷保存。"
    if trouble:
        why = f"{TROUBLES[trouble]}，不能装订入卷。原文件按原样保存，以上列摘要与本卷对应。"
    return Slip(head=head_of(contents, making), rows=[row for row in rows if row[1]], reason=why)


def note_of(contents: Contents, making: Making, pages: int, slips: Sequence[Item]) -> ClosingNote:
    """The closing note 备考表."""
    papers = [item for item in slips if not item.document.sha256]
    files = [item for item in slips if item.document.sha256]
    said = [
        f"本卷共 {_amount(contents, pages)}。",
        _listed("只有纸质原件，卷内以说明页代替", papers),
        _listed("电子文件不能装订，卷内以说明页代替，原文件另行保存", files),
        _listed("已被更正，更正前后的两份都在卷内", [item for item in contents.items if "更正" in item.remark]),
        *making.note.split("\n"),
    ]
    signatures = [("立卷人", making.by.name), ("检查人", ""), ("立卷时间", day_words(making.at))]
    return ClosingNote(
        head=head_of(contents, making), paragraphs=[words for words in said if words.strip()], signatures=signatures
    )


def _listed(what: str, items: Sequence[Item]) -> str:
    named = "、".join(f"第 {item.serial} 件{item.title}" for item in items)
    return f"{named}{what}。" if named else ""


def day_words(moment: datetime, *, short: bool = False) -> str:
    """A day in Chinese civil time: 2026年11月20日, in tables 2026-11-20."""
    day = moment.astimezone(CHINA).date()
    return day.isoformat() if short else f"{day.year}年{day.month}月{day.day}日"
