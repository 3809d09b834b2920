"""All reads of the room: what the page of a recording shows, and what its time axis needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, prefetch_related_objects

from liuhen.apps.findings.queries import Found, found_in, found_in_many
from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.recordings import offers
from liuhen.apps.recordings.entries import PAGE_VIEWED, RECORDING_VIEWED
from liuhen.apps.recordings.offers import Film, length_ms
from liuhen.apps.recordings.queries import standing_links, standing_marks
from liuhen.apps.review.clip_queries import kept_digests
from liuhen.apps.review.entries import WATCHED
from liuhen.apps.review.playing import Playing, what_plays
from liuhen.apps.review.showing import channels_among, mark_label
from liuhen.core.media.channels import number_in
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.journal.kinds import EntryKind
    from liuhen.apps.journal.models import Entry
    from liuhen.apps.recordings.models import Link, Mark, Recording

__all__ = [
    "Content",
    "Scene",
    "Told",
    "contents_of",
    "history_of",
    "kept_digests",
    "parts_of",
    "scene_of",
    "shown_marks",
]
FOLDED = {WATCHED.code: 5, PAGE_VIEWED.code: 5, RECORDING_VIEWED.code: 50}
"""Kinds of entries that looking at a recording writes by itself, and how many of each are shown one by one."""
SHOWN_KINDS = (
    *(WorkKind.SURVEY, WorkKind.SPEECH, WorkKind.TRACK),
    *(WorkKind.TRANSCRIPT, WorkKind.LETTERS, WorkKind.PLAYABLE),
)
NEEDS_MODEL = frozenset({WorkKind.TRANSCRIPT, WorkKind.LETTERS})
"""What is asked for everywhere but waits until a model is installed; until then the page says how to install it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A content some article asks for, as the list beside the picture shows it.

    `key` is the key that stamps it, empty beyond the tenth; `here` are the places at which it is marked in this
    recording; `done` is whether nothing is missing any more, here or in another recording of the same steps.
    """

    asked: offers.Asked
    key: str
    here: Sequence[Place]
    done: bool


class Told(NamedTuple):
    """An entry of a recording's custody; `earlier`: how many older ones of its kind are not told one by one.

    `channel` is the number of the channel it is about, empty where it names none.
    """

    entry: Entry
    kind: EntryKind
    body: Mapping[str, Any]
    earlier: int
    channel: str


class Place(NamedTuple):
    """A position in the time of a channel; `label` is what people call the channel, empty where there is one only."""

    at_ms: int
    channel: str
    label: str


class ShownMark(NamedTuple):
    """A mark, what it says, what people call its channel (empty where there is one only), and the channel's name."""

    mark: Mark
    label: str
    channel: str
    seen_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A recording with what hangs on it: its standing links and marks, what was found in it and its sidecars.

    `plays` is what plays of it, of several channels one; `looked` what was found in what positions count in: in the
    film that plays where they count there, else in the recording. `marks` are those of all channels.
    """

    recording: Recording
    links: Sequence[Link]
    marks: Sequence[Mark]
    found: Found
    plays: Playing
    looked: Found
    sidecars: Sequence[Found]

    @property
    def steps(self) -> list[int]:
        """The keys of the steps it is linked to."""
        return [link.step_id for link in self.links]

    def result(self, kind: WorkKind) -> Mapping[str, Any]:
        """What came of a kind of work; empty while it is not done."""
        return (self.found if kind is WorkKind.PLAYABLE else self.looked).result(kind)

    @property
    def films(self) -> Sequence[Film]:
        """The films of a capture with several channels."""
        return self.plays.films

    @property
    def channel(self) -> str:
        """The name of the channel that plays; empty in what is no capture."""
        return self.plays.channel

    @property
    def marks_here(self) -> list[Mark]:
        """The marks in the channel that plays."""
        return [mark for mark in self.marks if mark.channel in self.plays.called]

    @property
    def starts_ms(self) -> int:
        """How long after the recording what plays begins."""
        return self.plays.film.starts_ms if self.plays.film else 0

    @property
    def begins(self) -> datetime:
        """When what plays begins, as exactly as the recording's own beginning is known."""
        return self.recording.start + timedelta(milliseconds=self.starts_ms)

    @property
    def length_ms(self) -> int:
        """How long what plays is; 0 when that is not known."""
        return length_ms(self.recording, self.plays.film) or 0

    def track(self) -> Mapping[str, Any]:
        """The way the camera went: from the file itself, else from the data recorded beside it."""
        results = (found.result(WorkKind.TRACK) for found in (self.found, *self.sidecars))
        return next((result for result in results if result.get("points")), {})


def scene_of(recording: Recording, channel: str = "") -> Scene:
    """Everything the page and the time axis of a recording are made of, while this channel plays."""
    links = list(standing_links(recording).prefetch_related("step__interruptions"))
    beside = offers.sidecar_digests(recording)
    found = found_in_many([recording.sha256, *beside])
    plays = what_plays(recording, found[recording.sha256], channel)
    return Scene(
        recording=recording,
        links=links,
        marks=list(standing_marks(recording)),
        found=found[recording.sha256],
        plays=plays,
        looked=_looked(plays, found[recording.sha256]),
        sidecars=[found[digest] for digest in beside],
    )


def _looked(plays: Playing, found: Found) -> Found:
    """What was found in what positions count in."""
    film = plays.film
    return found_in(film.made.sha256) if film and film.counts and film.made else found


def contents_of(scene: Scene) -> list[Content]:
    """What is asked of the recording, numbered as the keys stamp it, with where it is seen; nothing of a sidecar."""
    if scene.recording.is_sidecar:
        return []
    marked = offers.contents_marked(scene.steps)
    shown = shown_marks(scene)
    asked = offers.asked_contents(scene.recording)
    keys = [*"1234567890"] + [""] * len(asked)
    return [_content(one, keys[place], shown, marked) for place, one in enumerate(asked)]


def _content(asked: offers.Asked, key: str, marks: Sequence[ShownMark], marked: set[str]) -> Content:
    here = [Place(one.mark.offset_ms, one.seen_in, one.channel) for one in marks if one.mark.content == asked.content]
    done = bool(asked.met) or bool(here) or asked.content in marked
    return Content(asked=asked, key=key, here=here, done=done)


def shown_marks(scene: Scene) -> list[ShownMark]:
    """All marks, whichever channel they are in, with what they say."""
    where = channels_among(scene.films or [film for film in [scene.plays.film] if film])
    return [ShownMark(mark, mark_label(mark), *where(mark.channel)) for mark in scene.marks]


def history_of(recording: Recording) -> list[Told]:
    """Everything done with the recording, the newest first; of each kind of looking at it only the latest few."""
    entries = entries_about("recording", str(recording.pk)).reverse()
    shown = list(entries.exclude(kind__in=FOLDED))
    folds = [list(entries.filter(kind=kind)[:most]) for kind, most in FOLDED.items()]
    counted = entries.filter(kind__in=FOLDED).order_by().values_list("kind").annotate(Count("seq"))
    many: dict[str, int] = dict(counted)
    earlier = {fold[-1].seq: many[fold[-1].kind] - len(fold) for fold in folds if fold}
    rows = sorted([*shown, *(entry for fold in folds for entry in fold)], key=lambda entry: -entry.seq)
    return [_told(entry, earlier.get(entry.seq, 0)) for entry in rows]


def _told(entry: Entry, earlier: int) -> Told:
    body = body_of(entry)
    return Told(entry, kind_of(entry.kind), body, earlier, number_in(str(body["data"].get("channel", ""))))


def parts_of(recording: Recording) -> list[Recording]:
    """The files of the same session in order; none when the recording stands alone."""
    parts = list(offers.parts_of(recording))
    if parts:
        prefetch_related_objects([recording], "session")
    return parts
