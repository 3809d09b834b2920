"""What the pages of the room show, put together for their templates. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from liuhen.apps.archiving.contents import Contents, contents_of, templates_for
from liuhen.apps.archiving.lacking import owed_of
from liuhen.apps.archiving.permissions import SET_FONDS
from liuhen.apps.archiving.permits import may_make
from liuhen.apps.archiving.queries import (
    due_days,
    fonds_of,
    latest_volume,
    template_last_used,
    volumes_for,
    volumes_of,
    volumes_of_cases,
)
from liuhen.apps.cases.queries import may_archive
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from liuhen.apps.archiving.models import Volume
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person
    from liuhen.core.volume.template import VolumeTemplate

ROWS = 25


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case has come: when it was closed and archived, its latest volume, what came after that."""

    closed: datetime | None
    archived: datetime | None
    volume: Volume | None
    since: int = 0


def standing_of(case: Case) -> Standing:
    """How far the case has come; `since` counts the documents that are not in its latest volume."""
    reached = {one.kind: one.at for one in case.milestones.all()}
    volume = latest_volume(case) if "closed" in reached else None
    since = 0
    if volume:
        inside = {one.get("document") for one in volume.catalogue}
        since = sum(one.pk not in inside and one.kind != volume.document.kind for one in case.documents.all())
    return Standing(reached.get("closed"), reached.get("archived"), volume, since)


def chosen(case: Case, wanted: str) -> VolumeTemplate | None:
    """The template asked for, else the one the agency used last for such cases, else the first that fits."""
    fitting = {one.id: one for one in templates_for(case)}
    return fitting.get(wanted) or fitting.get(template_last_used(case)) or next(iter(fitting.values()), None)


def volume_page(person: Person, case: Case, template: VolumeTemplate | None) -> dict[str, Any]:
    """The page of the volume: what would lie in it, what the case still lacks, the volumes made so far."""
    standing = standing_of(case)
    contents: Contents | None = contents_of(case, template) if template else None
    return {
        "case": case,
        "contents": contents,
        "template": template,
        "templates": templates_for(case),
        "standing": standing,
        "again": bool(standing.volume and not standing.since),
        "volumes": list(volumes_of(case)),
        "owed": owed_of(case, outside().clock.now()),
        "may_make": may_make(person, case),
        "may_archive": may_archive(person, case),
        "fonds": fonds_of(case.agency),
        "may_set_fonds": person.may(SET_FONDS) and case.agency_id == person.unit.agency_id,
    }


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits to be archived: by when, and its volume where it has one."""

    case: Case
    due_at: datetime | None
    volume: Volume | None


def waiting_rows(cases: Sequence[Case]) -> list[Waiting]:
    """The cases of a page, in two queries."""
    keys = [case.pk for case in cases]
    due, made = due_days(keys), volumes_of_cases(keys)
    return [Waiting(case, due.get(case.pk), made.get(case.pk)) for case in cases]


def list_page(person: Person, words: str, before: int | None) -> dict[str, Any]:
    """The volumes of the page, and the key from before which the next page goes on."""
    found = list(volumes_for(person, words, before)[: ROWS + 1])
    return {
        "volumes": found[:ROWS],
        "older": found[ROWS - 1].pk if len(found) > ROWS else None,
        "words": words,
        "later": before is not None,
        "fonds": fonds_of(person.agency),
        "may_set_fonds": person.may(SET_FONDS),
    }


def on_case_page(person: Person, case: Case) -> tuple[str, dict[str, Any]]:
    """What the page of a case shows of its volume, once it is closed; in one query, before that in none."""
    standing = standing_of(case)
    return "archiving/_on_case.html", {"case": case, "standing": standing, "may_make": may_make(person, case)}
