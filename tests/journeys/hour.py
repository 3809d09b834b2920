"""An hour of film, made in seconds: a piece of the demonstration's scene over and over, with one minute gone wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer

from liuhen.site.demo.footage import Shot, film
from tests.journeys.house import House

SECONDS, PIECE, WRONG_PIECE = 3600, 16, 64
"""Sound comes in blocks of 0.128 s: in these lengths they fit."""
WRONG_FROM = 1200
BLACK, SILENT = (26, 34), (40, 55)
"""From which second to which, counted from there, nothing is to be seen, or to be heard."""
DEVICE, OFFICER = "NL-0401", "440101001"

CASE = """
from datetime import datetime, timedelta
from liuhen.site.cli.start import start_django; start_django()
from liuhen.apps.cases import actions
from liuhen.apps.people.models import Person
officer, handler = (Person.objects.get(username=name) for name in ("officer", "handler"))
start = datetime.fromisoformat({start!r})
case = actions.open_case(handler, actions.NewCase(
    number="粤南交罚〔2026〕060号", cause="超限运输", party="某运输公司", acts=("inspection", "penalty")))
times = actions.Times(start=start + timedelta(minutes=1), end=start + timedelta(minutes=59))
actions.add_step(handler, case, actions.NewStep(
    kind="on_site_inspection", stage="investigation", times=times, place="G105 国道",
    people=(actions.Taking(person=officer), actions.Taking(person=handler))))
print(case.pk)
"""


@dataclass(frozen=True)
class Hour:
    """A case with an inspection of an hour, filmed from beginning to end."""

    case: int
    start: datetime

    @property
    def name(self) -> str:
        """How the name of the film begins."""
        return f"{DEVICE}_{OFFICER}_{self.start:%Y%m%d%H%M%S}"


def bring_in(house: House, start: datetime, desk: Path) -> Hour:
    """Open the case, film the hour, and take the card in as the command line does."""
    case = int(house.python("-c", CASE.format(start=start.isoformat())).stdout)
    card = desk / "card"
    card.mkdir()
    long_film(start, desk, card)
    house.run("intake", str(card), "--device", DEVICE, "--officer", OFFICER, "--clock-offset", "0")
    return Hour(case, start)


def long_film(start: datetime, desk: Path, card: Path) -> Path:
    """Write the film of an hour on the card: the packets of two short films, one after the other."""
    about = {"device": DEVICE, "officer": OFFICER}
    # Short enough that the officer who walks up and down never seems to stand still.
    good = film(Shot(start=start, length=timedelta(seconds=PIECE), **about), desk)
    wrong = tuple((what, *when) for what, when in (("black", BLACK), ("silent", SILENT)))
    late = start + timedelta(seconds=WRONG_FROM)
    bad = film(Shot(start=late, length=timedelta(seconds=WRONG_PIECE), marred=wrong, **about), desk)
    before, after = WRONG_FROM // PIECE, (SECONDS - WRONG_FROM - WRONG_PIECE) // PIECE
    path = card / good.name
    _join([*[good] * before, bad, *[good] * after], path, start)
    return path


def _join(parts: Sequence[Path], path: Path, start: datetime) -> None:
    with av.open(str(parts[0])) as first, av.open(str(path), "w", options={"movflags": "faststart"}) as joined:
        joined.metadata["creation_time"] = start.isoformat()
        for stream in first.streams:
            joined.add_stream_from_template(stream)
        ends = [0] * len(first.streams)
        for part in parts:
            with av.open(str(part)) as source:
                ends = _append(source, joined, ends)


def _append(source: InputContainer, joined: OutputContainer, ends: list[int]) -> list[int]:
    """Add the packets of one part after what is there; gives where each track ends then."""
    after, shifts = list(ends), dict[int, int]()
    for packet in _in_order(source):
        number = packet.stream_index
        # The sound of a part begins before zero: it is moved so that its first packet follows the last one.
        shift = shifts.setdefault(number, ends[number] - packet.dts if ends[number] else 0)
        packet.stream = joined.streams[number]
        packet.pts += shift
        packet.dts += shift
        after[number] = max(after[number], packet.pts + (packet.duration or 0))
        joined.mux(packet)
    return after


def _in_order(source: InputContainer) -> Iterator[av.Packet]:
    """The packets of whole seconds: what the encoder of the sound put before and after is left out."""
    whole = round((source.duration or 0) / av.time_base)
    for packet in source.demux():
        if packet.dts is not None and 0 <= packet.pts * packet.time_base < whole:
            yield packet
