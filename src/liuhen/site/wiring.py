"""The only place where adapters meet ports, and where rooms are told of each other's journal entries."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from liuhen.adapters.binding.parent import ChildBinder
from liuhen.adapters.cards import MountedCards
from liuhen.adapters.clock import FixedClock, SystemClock
from liuhen.adapters.disk_uploads import DiskUploads
from liuhen.adapters.disk_vault import DiskVault
from liuhen.adapters.log_directory import LogDirectory
from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.adapters.official_document import OfficialDocuments
from liuhen.adapters.scans.parent import ChildScans
from liuhen.adapters.software_signer import create_key, load_key
from liuhen.adapters.tables.parent import ChildTables
from liuhen.adapters.typst_press import TypstPress
from liuhen.adapters.workshop.parent import ChildWorkshop
from liuhen.ports.outside import Outside, install

if TYPE_CHECKING:
    from liuhen.adapters.law_shelf import LawShelf
    from liuhen.apps.journal.models import Entry
    from liuhen.core.cameras.book import CameraBook
    from liuhen.ports.law_folder import LawFolder

KEY = "log.key"
LOG = "log"
VAULT = "vault"
SCRATCH = "scratch"
"""Where volumes lie while they are bound; nothing in it outlives its making."""


def wire() -> None:
    """Install the outside of this process and the table of who acts on whose entries; nothing is opened yet."""
    if (settings.HOME / KEY).exists():
        install(make_outside(settings.HOME))
    _connect_rooms()


def make_outside(home: Path, *, moment: datetime | None = None) -> Outside:
    """Give the outside of the instance in `home`; its clock stands at `moment` when that is given (tests, demo)."""
    key = home / KEY
    vault = DiskVault(home / VAULT)
    return Outside(
        clock=FixedClock(moment) if moment else SystemClock(),
        vault=vault,
        uploads=DiskUploads(vault),
        probe=ChildProbe(),
        signer=load_key(key) if key.exists() else create_key(key, "localhost/liuhen"),
        log=LogDirectory(home / LOG),
        documents=OfficialDocuments(),
        press=TypstPress(settings.FONTS),
        binder=ChildBinder(home / SCRATCH),
        workshop=ChildWorkshop(settings.MODELS),
        cards=MountedCards(),
        tables=ChildTables(),
        scans=ChildScans(),
        open_law=_open_law,
        open_cameras=_open_cameras,
    )


def _open_law() -> LawFolder:
    """Read the law folder, once per process, and again when its files have changed."""
    return _shelf().folder()


@cache
def _open_cameras() -> CameraBook:
    """Read the templates of cameras, once per process."""
    from liuhen.adapters.camera_folder import read_cameras

    return read_cameras(settings.CAMERAS_FOLDER)


@cache
def _shelf() -> LawShelf:
    from liuhen.adapters.law_shelf import LawShelf

    return LawShelf(settings.LAW_FOLDER)


def _connect_rooms() -> None:
    """Which room acts on which entries, each called after the entry's transaction; what a lower room asks a higher."""
    from liuhen.apps.access.queries import recordings_granted, viewing_until
    from liuhen.apps.cases.apart import keep_apart
    from liuhen.apps.cases.guard import guard_events
    from liuhen.apps.cases.rules import know_things
    from liuhen.apps.duties.foreseen import kept_apart
    from liuhen.apps.duties.procedures import what_bars
    from liuhen.apps.findings.actions import follow
    from liuhen.apps.findings.queries import tell_objects
    from liuhen.apps.journal.actions import listen
    from liuhen.apps.recordings.law import ask, ask_keeping, ask_steps
    from liuhen.apps.recordings.looking_at_copies import copy_was_made
    from liuhen.apps.recordings.permissions import add_ground
    from liuhen.apps.recordings.queries import show_also
    from liuhen.apps.review.note_law import ask_notes
    from liuhen.site import belonging
    from liuhen.site.asked import asked_of, notes_asked_of, required_of
    from liuhen.site.looking import object_names, objects_seen
    from liuhen.site.owed_steps import steps_owing

    _connect_parties()
    _connect_documents()
    _connect_goods()
    listen(_judge_case)
    add_ground(viewing_until)
    show_also(recordings_granted)
    tell_objects(objects_seen, object_names)
    guard_events(what_bars)
    keep_apart(kept_apart)
    follow(copy_was_made)
    ask(asked_of)
    ask_keeping(required_of)
    ask_steps(steps_owing)
    ask_notes(notes_asked_of)
    for kind, belongs in belonging.KINDS.items():
        know_things(kind, belongs)


def _connect_documents() -> None:
    """What the room of duties asks rooms above: the days documents set, and what they show on the page of a case."""
    from liuhen.apps.archiving.showing import on_case_page as volume_on_case_page
    from liuhen.apps.documents.appointments import appointed_in
    from liuhen.apps.documents.showing import on_case_page
    from liuhen.apps.duties.appointments import ask_appointments
    from liuhen.apps.duties.beside import show_beside
    from liuhen.apps.importing.showing import on_case_page as origin_on_case_page

    show_beside(on_case_page)
    show_beside(volume_on_case_page)
    show_beside(origin_on_case_page)
    ask_appointments(appointed_in)


def _connect_parties() -> None:
    """What the room of cases asks the room of parties: who is kept out, whom a case names, what to add to a new one."""
    from liuhen.apps.cases.exclusion import exclude
    from liuhen.apps.cases.opening import when_opened
    from liuhen.apps.cases.rules import know_things
    from liuhen.apps.cases.searching import find_also
    from liuhen.apps.duties.beside import show_beside
    from liuhen.apps.parties.opening import name_parties
    from liuhen.apps.parties.queries import (
        cases_naming,
        concerned_by,
        kept_out,
        party_belongs,
        party_called,
        recusal_belongs,
        recusal_called,
    )
    from liuhen.apps.parties.showing import on_case_page

    show_beside(on_case_page)
    know_things("recusal", recusal_belongs, recusal_called)
    know_things("party", party_belongs, party_called)
    exclude(kept_out, concerned_by)
    when_opened(name_parties)
    find_also(cases_naming)


def _connect_goods() -> None:
    """What the room of goods asks rooms above: films, until when goods are handed over, the lists of documents."""
    from liuhen.apps.duties.beside import show_beside
    from liuhen.apps.goods.asked import ask_dues, ask_films, ask_lists
    from liuhen.apps.goods.showing import on_case_page
    from liuhen.site import goods_known

    show_beside(on_case_page)
    ask_films(goods_known.filmed)
    ask_dues(goods_known.due_times)
    ask_lists(goods_known.listed)


def _judge_case(entry: Entry) -> None:
    """What changes a case, or a device or person in it, may change its verdict; the kinds of entry tell which do."""
    from liuhen.apps.duties.actions import judge_device, judge_number, judge_person
    from liuhen.apps.journal.kinds import kind_of
    from liuhen.apps.people.entries import ROLL

    if not kind_of(entry.kind).bears:
        return
    if entry.case_number:
        judge_number(entry.case_number, entry.seq)
    elif entry.subject_kind == "device":
        judge_device(int(entry.subject_id))
    elif entry.kind in ROLL:
        judge_person(int(entry.subject_id))
