"""What ties recordings to steps, gathered for many at once: the number of queries does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import Span, steps_near
from liuhen.apps.devices.queries import Held, checked_for, holders_of
from liuhen.apps.people.queries import people_certified
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.linking_places import (
    found_of,
    nearest,
    places_of_steps,
    said_of,
    sealed_place,
    track_points,
)
from liuhen.apps.recordings.linking_score import MARGIN, Ties, When
from liuhen.apps.recordings.models import Link, TimeStatement

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Step
    from liuhen.apps.findings.queries import Found
    from liuhen.apps.recordings.models import Recording

WIDEST_ERROR = timedelta(hours=12)
TOGETHER = timedelta(hours=6)
"""Stretches of one person no further apart than this are asked for as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known of these recordings and of the steps they may belong to."""

    when: Mapping[int, When]
    steps: Mapping[int, Step]
    checked: Mapping[int, frozenset[int]]
    held: Mapping[int, Sequence[Held]]
    linked: Mapping[int, frozenset[int]]
    """Standing links, by recording."""
    of_sessions: Mapping[int, frozenset[int]]
    of_devices: Mapping[int, frozenset[int]]
    """Steps to which another part of the session, another recording of the device is linked."""
    places: Mapping[int, Sequence[tuple[int, tuple[float, float]]]] = field(default_factory=dict)
    found: Mapping[str, Found] = field(default_factory=dict)

    def holder_of(self, recording: Recording) -> Held | None:
        """Who held the device when it recorded; who held it first, where it was registered only later."""
        held, when = self.held.get(recording.device_id, []), self.when[recording.pk]
        before = [one for one in held if one.since <= when.start]
        return before[-1] if before else next(iter(held), None)

    def ties(self, recording: Recording, step: Step) -> Ties:
        """What ties the recording to the step."""
        people = [taking.person for taking in step.people.all()]
        holder = self.holder_of(recording)
        elsewhere = [point for key, point in self.places.get(step.pk, []) if key != recording.pk]
        found, sealed = self.found.get(recording.sha256), sealed_place(recording)
        return Ties(
            took_part=any(person.pk == recording.officer_id for person in people),
            checked=step.pk in self.checked.get(recording.device_id, frozenset()),
            holder=next((one.name for one in people if holder and holder.is_person(one.certificate, one.name)), ""),
            device_used=step.pk in self.of_devices.get(recording.device_id, frozenset()),
            same_session=step.pk in self.of_sessions.get(recording.session_id or 0, frozenset()),
            metres=nearest([*sealed, *track_points(found)], elsewhere),
            sealed_metres=nearest(sealed, elsewhere),
            said=said_of(step, found),
        )


def gather(recordings: Sequence[Recording]) -> Evidence:
    """Gather the evidence for recordings whose time is known, by a clock or by a person's word."""
    when = whens(recordings)
    timed = [one for one in recordings if one.pk in when and not one.is_sidecar]
    devices, around = {one.device_id for one in timed}, _around(when.values())
    held = holders_of(devices) if timed else {}
    checked = checked_for(devices, *around) if around else {}
    linked, of_sessions = _links({one.pk for one in timed}), _session_links(timed)
    named = {step for group in (*checked.values(), *of_sessions.values()) for step in group}
    steps = {step.pk: step for step in steps_near(_spans(timed, when, held), named)} if timed else {}
    return Evidence(
        when=when,
        steps=steps,
        checked=checked,
        held=held,
        linked=linked,
        of_sessions=of_sessions,
        of_devices=_device_links(devices, steps),
        places=places_of_steps(steps) if steps else {},
        found=found_of(timed) if steps else {},
    )


def whens(recordings: Iterable[Recording]) -> dict[int, When]:
    """When each recording ran, for linking: the last statement of a person, else the clocks; absent where unknown."""
    rows = list(recordings)
    stated = {one.recording_id: one for one in _statements(row.pk for row in rows)}
    found = {row.pk: _stated(row, stated[row.pk]) for row in rows if row.pk in stated}
    return found | {row.pk: _clocked(row) for row in rows if row.pk not in stated and time_known(row)}


def _statements(keys: Iterable[int]) -> Iterable[TimeStatement]:
    return TimeStatement.objects.filter(recording__in=list(keys)).order_by("made_at", "pk")


def _stated(recording: Recording, said: TimeStatement) -> When:
    length = timedelta(milliseconds=recording.duration_ms or 0)
    error = timedelta(milliseconds=said.error_ms)
    return When(start=said.start, end=said.start + length, error=error, stated=True)


def _clocked(recording: Recording) -> When:
    return When(start=recording.start, end=recording.end, error=timedelta(milliseconds=recording.error_ms))


def reach(when: When) -> tuple[datetime, datetime]:
    """The stretch in which a step has to run to fit, its error bar cut at half a day."""
    error = min(when.error, WIDEST_ERROR) + MARGIN
    return when.start - error, when.end + error


def _around(whens: Collection[When]) -> tuple[datetime, datetime] | None:
    """From the first to the last moment any of them reaches to."""
    reaches = [reach(when) for when in whens]
    return (min(first for first, _ in reaches), max(last for _, last in reaches)) if reaches else None


def _spans(
    recordings: Iterable[Recording], whens: Mapping[int, When], held: Mapping[int, Sequence[Held]]
) -> list[Span]:
    """For each officer and each holder the stretches in which their steps are looked for, near ones as one."""
    holders = people_certified({one.certificate for group in held.values() for one in group if one.certificate})
    stretches = defaultdict[int, list[tuple[datetime, datetime]]](list)
    for one in recordings:
        keepers = (holders.get(held.certificate) for held in held.get(one.device_id, []))
        for person in {one.officer_id, *(keeper for keeper in keepers if keeper)}:
            stretches[person].append(reach(whens[one.pk]))
    return [Span(person, *stretch) for person, rows in stretches.items() for stretch in _joined(rows)]


def _joined(stretches: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    ordered = sorted(stretches)
    cuts = [0, *(n for n, (one, two) in enumerate(pairwise(ordered), start=1) if two[0] - one[1] > TOGETHER)]
    groups = [ordered[begin:end] for begin, end in pairwise([*cuts, len(ordered)])]
    return [(group[0][0], max(last for _, last in group)) for group in groups]


def _links(keys: Collection[int]) -> dict[int, frozenset[int]]:
    rows = Link.objects.filter(recording__in=keys, ended_at=None).values_list("recording_id", "step_id")
    return _grouped(rows if keys else [])


def _session_links(recordings: Iterable[Recording]) -> dict[int, frozenset[int]]:
    sessions = {one.session_id for one in recordings if one.session_id}
    rows = Link.objects.filter(recording__session__in=sessions, ended_at=None)
    return _grouped(rows.values_list("recording__session_id", "step_id") if sessions else [])


def _device_links(devices: Collection[int], steps: Collection[int]) -> dict[int, frozenset[int]]:
    rows = Link.objects.filter(step__in=steps, ended_at=None, recording__device__in=devices)
    return _grouped(rows.values_list("recording__device_id", "step_id") if steps else [])


def _grouped(rows: Iterable[tuple[int | None, int]]) -> dict[int, frozenset[int]]:
    found = defaultdict[int, set[int]](set)
    for key, step in rows:
        found[key or 0].add(step)
    return {key: frozenset(steps) for key, steps in found.items()}
