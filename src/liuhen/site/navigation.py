"""What the frame around every page shows: the rail, the time, and who is looking."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import all_rights
from liuhen.ports.outside import outside


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the rail: its word, icon and address name, and the rights of which one opens it (none: everyone)."""

    word: str
    icon: str
    name: str
    rights: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Pages of other rooms that belong to this place."""

    @property
    def room(self) -> str:
        """The room whose pages light up this place."""
        return self.name.partition(":")[0]


CASES = ("cases.see_unit", "cases.see_agency", "cases.see_below")
WRITTEN = ("documents:write", "documents:of-case", "documents:draft", "documents:paper", "documents:sign")
GOODS = ("goods:of-case", "goods:enter", "goods:move", "goods:item", "goods:correct", "goods:ledger")
PARTIES = ("parties:of-case", "parties:new", "parties:recusal-new", "parties:handler-new", "parties:party")
RAIL = (
    Place("待办", "checklist", "home", also=("duties:calendar", "duties:reminders", "duties:feeds")),
    Place("案件", "briefcase", "cases:list", CASES, also=WRITTEN + GOODS + PARTIES),
    Place("记录", "movie", "recordings:list", CASES),
    Place("分析", "progress", "findings:list", ("findings.see",)),
    Place("设备", "camera", "devices:list", ("devices.see", "devices.see_below"), ("docking:list", "docking:visit")),
    Place("审批", "clipboard-check", "access:list", CASES),
    Place("归档", "archive", "archiving:list", CASES),
    Place("导入", "upload", "importing:runs", ("importing.bring",)),
    Place("法规", "books", "lawlib:list", also=("duties:try", "duties:compare")),
)
SEALS = ("documents.keep_seals", "documents.set_words")
MENU = (
    Place("我的信息", "id-badge-2", "me"),
    Place("印章和文号", "certificate", "documents:seals", SEALS),
)
"""What one sets up once, not every day: behind one's name in the head."""


@dataclass(frozen=True, slots=True)
class Door:
    """A place as one person sees it."""

    word: str
    icon: str
    url: str
    here: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Give the frame's template variables: `now`, `person`, `rail` and `menu`."""
    person = getattr(request, "user", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    signed_in = isinstance(person, Person)
    return {
        "now": outside().clock.now(),
        "person": person if signed_in else None,
        "rail": doors(person, here) if isinstance(person, Person) else [],
        "menu": behind_the_name(person, here) if isinstance(person, Person) else [],
    }


def doors(person: Person, here: str) -> list[Door]:
    """The places of the rail this person may open, the current one marked."""
    return [
        Door(gettext(place.word), place.icon, reverse(place.name), _is_here(place, here))
        for place in RAIL
        if _may_open(person, place)
    ]


def behind_the_name(person: Person, here: str) -> list[Door]:
    """What the menu behind the person's name leads to; only the page itself is marked as the current one."""
    return [
        Door(gettext(place.word), place.icon, reverse(place.name), here == place.name)
        for place in MENU
        if _may_open(person, place)
    ]


def _may_open(person: Person, place: Place) -> bool:
    return not place.rights or any(person.may(right) for right in all_rights() if right.code in place.rights)


def _is_here(place: Place, here: str) -> bool:
    return here == place.name or here in place.also or (":" in here and here.partition(":")[0] == place.room)
