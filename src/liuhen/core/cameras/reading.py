"""What was read from a file's name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from liuhen.core.continuity.clocks import ClockSource, FoundClock


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """What a file's name says; nothing of it is believed until something else agrees.

    `camera` is the template's id. `start` and `end` are local times without a zone, ISO 8601. `index` counts the
    files of a camera, `part` the pieces of one filming, which share their `group`.
    """

    camera: str
    device: str = ""
    officer: str = ""
    serial: str = ""
    start: str = ""
    end: str = ""
    index: int | None = None
    part: int | None = None
    group: str = ""
    channel: int | None = None
    flag: str = ""
    important: bool = False

    def as_json(self) -> dict[str, Any]:
        """Only what the name really says, as a row may hold it."""
        own = {key: getattr(self, key) for key in self.__slots__}
        return {key: value for key, value in own.items() if value is not None and value is not False and value != ""}

    def clock(self) -> FoundClock | None:
        """The time in the name as a found clock; `raw` names the template that read it."""
        if not self.start:
            return None
        return FoundClock(ClockSource.FILE_NAME, f"{self.start}（{self.camera}）", wall=self.start)


def reading_from(camera: str, fields: Mapping[str, str], important: Collection[str]) -> NameReading:
    """A reading from the fields of a pattern; `important` are the flags that mean a file was marked by its officer."""
    marked = {word.lower() for word in important}
    flag = fields.get("flag", "")
    return NameReading(
        camera=camera,
        device=fields.get("device", ""),
        officer=fields.get("officer", ""),
        serial=fields.get("serial", ""),
        start=fields.get("start", ""),
        end=fields.get("end", ""),
        index=_number(fields.get("index")),
        part=_number(fields.get("part")),
        group=fields.get("group", ""),
        channel=_number(fields.get("channel")),
        flag=flag,
        important=flag.lower() in marked,
    )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
