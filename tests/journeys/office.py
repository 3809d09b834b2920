"""An office in which a whole case is run: its people at their browsers, its calendar, and what one does at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser

from liuhen.core.forms.form import Signature as Place
from liuhen.site.demo.cast import PEOPLE
from tests.journeys.house import House, new_house
from tests.journeys.visitor import DESK, Visitor, visiting

ZONE = ZoneInfo("Asia/Shanghai")
TEXTS = ("cn-transport-procedure-2021", "gd-transport-2019", "cn-admin-limits")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
HANDLERS = ("陈立", "林一鸣")
PATIENCE = 60_000
"""Milliseconds one waits for a page on a busy machine: a whole case opens hundreds of them."""
OURS = (
    "执法人员",
    "检查人",
    "询问人",
    "记录",
    "承办",
    "负责人",
    "审核",
    "送达人",
    "主持",
    "核查",
    "移交",
    "接收",
    "审批",
)
"""By which words of a place of a form one sees that somebody of the agency signs there."""


@dataclass
class Office:
    """The people and the clock of one house; `case` is the address of the case that is run."""

    house: House
    browser: Browser
    desk: Path
    windows: ExitStack
    party: str
    screens: dict[str, dict[str, int]] = field(default_factory=dict)
    case: str = ""
    now: datetime = MONDAY
    keeper: str = "handler"
    witness: str = "周海燕"
    people: dict[str, Visitor] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the house is served."""
        return self.house.address

    def person(self, username: str) -> Visitor:
        """Somebody at a browser window of their own, signed in at first use."""
        if username not in self.people:
            screen = self.screens.get(username, DESK)
            name = f"{self.desk.name}-{username}"
            visitor = self.windows.enter_context(visiting(self.browser, self.address, name, screen=screen))
            visitor.page.context.set_default_timeout(PATIENCE)
            visitor.sign_in(username)
            self.people[username] = visitor
        return self.people[username]

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Let it become this hour of the day so many days after the first; gives the moment."""
        moment = MONDAY.replace(hour=hour, minute=minute) + timedelta(days=day)
        assert moment >= self.now, f"{moment} is before {self.now}"
        self.now = moment
        self.house.set_clock(moment)
        return moment

    @property
    def clock(self) -> str:
        """What the clock of the house shows now, for a control of date and time."""
        return f"{self.house.read_clock().astimezone(ZONE):%Y-%m-%dT%H:%M:%S}"

    def signers(self, place: Place) -> Sequence[str]:
        """Who signs at a place when nobody is named: handlers, the head, the reviewer or the party."""
        if "见证" in place.who:
            return [self.witness]
        if "法制" in place.who or "审核" in place.who:
            return [PEOPLE["reviewer"][0]]
        if "负责人" in place.who and "被检查" not in place.who:
            return [PEOPLE["head"][0]]
        if any(word in place.who for word in OURS) and "被检查" not in place.who:
            return HANDLERS[: place.at_least or 1]
        return [self.party]


@contextmanager
def open_office(
    browser: Browser, desk: Path, party: str, *, screens: dict[str, dict[str, int]] | None = None
) -> Iterator[Office]:
    """A new house on a Monday morning, served, its three texts binding."""
    desk.mkdir(parents=True, exist_ok=True)
    house = new_house(desk / "home", begins=MONDAY, texts=TEXTS)
    with house.serving() as served, ExitStack() as windows:
        yield Office(served, browser, desk, windows, party, screens or {})
