"""The world of these tests: the cast, a clock that stands still, a case with one inspection, forms filled rightly."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case
from liuhen.apps.cases.models import Case, Document, Step
from liuhen.apps.documents.actions import NewSeal, NewSignature, begin, check, keep_seal, put_in_force, save, sign
from liuhen.apps.documents.models import Draft, Paper
from liuhen.apps.documents.queries import form_of
from liuhen.core.forms.form import Way
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)
OFFICERS = ["林一鸣（440101001）", "陈立（440101003）"]
RECORD = {
    "start_at": "2026-11-20T09:00",
    "end_at": "2026-11-20T09:30",
    "place": "国道检查站",
    "scope": "核查车辆营运资格",
    "officers": OFFICERS,
    "identity_shown": "yes",
    "reason_told": "yes",
    "result": "车辆未取得经营许可。",
}
"""A record of an inspection (form inspection_record) with everything it asks for."""
NOTICE = {
    "case_no": "粤交罚〔2026〕1号",
    "party_name": "某运输公司",
    "violation": "未取得经营许可从事客运经营",
    "violated_law": "道路运输条例第十条",
    "penalty_law": "道路运输条例第六十三条",
    "proposed_penalty": "罚款三万元",
    "right_statement": "yes",
    "right_hearing": "yes",
}
"""A notice before a penalty (form violation_notice), which bears a number and a seal."""

FILLED: dict[str, dict[str, Any]] = {"inspection_record": RECORD, "violation_notice": NOTICE}


def png(width: int = 60, height: int = 20, shade: int = 0) -> bytes:
    """A picture of one grey."""
    rows = (b"\x00" + bytes([shade]) * width) * height
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def said_in(document: Document) -> Paper:
    """What a document in force says."""
    return Paper.objects.get(document=document)


def drawn(slot: int, who: str, **more: Any) -> NewSignature:
    """Strokes of somebody on the scene, or what a test makes of them."""
    said = {"slot": slot, "how": "drawn", "who": who, "image": [png()], "place": "国道检查站"}
    return NewSignature(**{**said, **more})


@dataclass
class World:
    """The cast, and a case of the handler with an inspection in which the officer took part."""

    cast: Cast
    case: Case
    step: Step
    home: Path

    def draft(self, form: str = "inspection_record", content: Any = None, **about: Any) -> Draft:
        """A draft of the handler, filled rightly."""
        about = {"step": self.step, **about}
        draft = begin(self.cast.handler, self.case, form, **about)
        filled = FILLED[form] if content is None else content
        return save(self.cast.handler, draft, filled, draft.revision)

    def seal(self) -> None:
        """Entrust the agency's seal to the handler."""
        keep_seal(self.cast.head, NewSeal(name="执法专用章", keeper=self.cast.handler, image=[png(shade=90)]))

    def checked(self, form: str = "inspection_record", content: Any = None, **about: Any) -> Draft:
        """A draft that was checked."""
        return check(self.cast.head, self.draft(form, content, **about))

    def signed(self, form: str = "inspection_record", content: Any = None, **about: Any) -> Draft:
        """A draft that was checked and has all signatures it needs."""
        draft = self.checked(form, content, **about)
        names = (f"吴某{number}" for number in count(1))
        for slot, place in enumerate(form_of(draft).signatures):
            for _ in range(0 if place.optional else place.at_least or 1):
                new = drawn(slot, next(names), words="同意" if place.how is Way.STATES_AND_SIGNS else "")
                new = NewSignature(slot=slot, how="sealed") if place.how is Way.SEALS else new
                sign(self.cast.handler, draft, new)
        return draft

    def in_force(self, form: str = "inspection_record", content: Any = None, **about: Any) -> Document:
        """A document in force."""
        return put_in_force(self.cast.handler, self.signed(form, content, **about))


def make_world(home: Path) -> World:
    cast = make_cast()
    case = open_case(
        cast.handler,
        NewCase(
            number="粤交罚〔2026〕1号", cause="未取得经营许可", party="某运输公司", plate="粤A12345", acts=("penalty",)
        ),
    )
    people = (Taking(person=cast.officer), Taking(person=cast.handler))
    times = Times(start=NINE, end=NINE + timedelta(minutes=30))
    new = NewStep(kind="on_site_inspection", stage="investigation", times=times, people=people, place="国道检查站")
    return World(cast, case, add_step(cast.handler, case, new), home)


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    with outside_at(NOW, home=tmp_path):
        yield make_world(tmp_path)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A database whose rows other connections see; afterwards all are taken away, which triggers would refuse."""
    yield
    kept = _triggers_away()
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        for statement in kept:
            cursor.execute(statement)


def _triggers_away() -> list[str]:
    """Drop SQLite's triggers and give the statements that make them again; PostgreSQL truncates, and needs none."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in found]
