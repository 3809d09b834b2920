"""What a file says about itself: kind, length, tracks, place, device and every clock found in it.

Everything is kept as found; what it is worth is judged by `core.continuity.clocks`. Lengths are whole
milliseconds, places are degrees (WGS-84 as written by the device), altitudes metres.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from liuhen.core.continuity.clocks import FoundClock


class MediaKind(StrEnum):
    """What a file is, by its content and never by its name."""

    VIDEO = "video"
    AUDIO = "audio"
    IMAGE = "image"
    SIDECAR = "sidecar"
    PACKETS = "packets"
    NONE = "none"


class ProbeOutcome(StrEnum):
    """What is to become of a file. The bytes are kept in every case."""

    RECORDING = "recording"
    UNREADABLE_RECORDING = "unreadable_recording"
    NOT_A_RECORDING = "not_a_recording"


class ReasonCode(StrEnum):
    """Why a file is no recording, or is one that cannot be read."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_MEDIA = "not_media"
    DAMAGED = "damaged"
    INDEX_MISSING = "index_missing"
    NO_PICTURE_OR_SOUND = "no_picture_or_sound"
    TOO_LARGE_PICTURE = "too_large_picture"
    PARSER_CRASHED = "parser_crashed"
    PARSER_TIMED_OUT = "parser_timed_out"
    PARSER_OUT_OF_MEMORY = "parser_out_of_memory"


REASONS: dict[ReasonCode, str] = {
    ReasonCode.EMPTY: "文件是空的，没有可以入库的内容。请检查设备存储卡后重新采集。",
    ReasonCode.UNKNOWN_FORMAT: "认不出这是什么格式的文件，不是录音、录像或照片。原字节已另行保存，请核对来源。",
    ReasonCode.NOT_MEDIA: "这是普通文本，不是录音、录像或照片。原字节已另行保存。",
    ReasonCode.DAMAGED: "文件内容已损坏，无法解析。原字节已原样保存，请查看设备上的原件。",
    ReasonCode.INDEX_MISSING: "录像缺少索引（多因断电），目前无法播放。原字节已原样保存，可请技术人员修复副本。",
    ReasonCode.NO_PICTURE_OR_SOUND: "文件里没有画面也没有声音。原字节已原样保存，请核对是否采集完整。",
    ReasonCode.TOO_LARGE_PICTURE: "图片声称的尺寸过大，未予展开。原字节已原样保存，请核对来源。",
    ReasonCode.PARSER_CRASHED: "无法解析：解析程序被此文件弄崩溃，已隔离。原字节已原样保存，请核对来源。",
    ReasonCode.PARSER_TIMED_OUT: "无法解析：解析超过时限，已中止。原字节已原样保存，请核对来源。",
    ReasonCode.PARSER_OUT_OF_MEMORY: "无法解析：解析所需内存超过上限，已中止。原字节已原样保存，请核对来源。",
}


class MediaFault(StrEnum):
    """Something wrong with a file that does not by itself stop it from being read."""

    INDEX_MISSING = "index_missing"
    TRUNCATED = "truncated"
    TRAILING_BYTES = "trailing_bytes"
    ABSURD_DURATION = "absurd_duration"
    NAME_CONTRADICTS_CONTENT = "name_contradicts_content"
    UNREADABLE_TIME = "unreadable_time"
    UNREADABLE_PLACE = "unreadable_place"
    UNRELIABLE_GNSS = "unreliable_gnss"
    PICTURE_SIZE_DIFFERS = "picture_size_differs"
    NO_PLAYABLE_TRACK = "no_playable_track"
    TEXT_DAMAGED = "text_damaged"


FAULTS: dict[MediaFault, str] = {
    MediaFault.INDEX_MISSING: "缺少索引，无法直接播放",
    MediaFault.TRUNCATED: "文件不完整，末尾缺失",
    MediaFault.TRAILING_BYTES: "文件末尾有多余字节",
    MediaFault.ABSURD_DURATION: "文件头所写时长不可信，已按实际数据计算",
    MediaFault.NAME_CONTRADICTS_CONTENT: "扩展名与实际格式不符",
    MediaFault.UNREADABLE_TIME: "文件内的时间无法识别",
    MediaFault.UNREADABLE_PLACE: "文件内的位置不可信",
    MediaFault.UNRELIABLE_GNSS: "卫星定位数据自相矛盾",
    MediaFault.PICTURE_SIZE_DIFFERS: "实际画面尺寸与文件所写不符",
    MediaFault.NO_PLAYABLE_TRACK: "没有可播放的画面或声音",
    MediaFault.TEXT_DAMAGED: "随录文本不完整",
}


class PlaceProblem(StrEnum):
    """Why a position as found is no place."""

    OUT_OF_RANGE = "out_of_range"
    ZERO = "zero"
    ROUND_NUMBERS = "round_numbers"


@dataclass(frozen=True, slots=True)
class Place:
    """A position as found. With a `problem` it must not be shown as a place, except ROUND_NUMBERS: a doubt only."""

    latitude: float
    longitude: float
    altitude_m: float | None = None
    problem: PlaceProblem | None = None

    @property
    def usable(self) -> bool:
        """Whether this may be shown on a map."""
        return self.problem in (None, PlaceProblem.ROUND_NUMBERS)


@dataclass(frozen=True, slots=True)
class Track:
    """One track. `kind` is video, audio, subtitle or data; `fps` is the average rate of pictures per second."""

    kind: str
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    sample_rate: int | None = None
    channels: int | None = None
    language: str | None = None
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """The device that made the file, as far as the file says so."""

    make: str | None = None
    model: str | None = None
    serial: str | None = None
    software: str | None = None


@dataclass(frozen=True, slots=True)
class PacketStream:
    """Identity of a JT/T 1078 packet capture: SIM number and logical channel, stamps in milliseconds."""

    sim: str
    channel: int
    packets: int
    first_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What was found in one file. `reason` is set unless the outcome is a readable recording."""

    outcome: ProbeOutcome
    kind: MediaKind
    container: str | None = None
    reason: ReasonCode | None = None
    message: str | None = None
    playable: bool = False
    duration_ms: int | None = None
    tracks: tuple[Track, ...] = ()
    width: int | None = None
    height: int | None = None
    rotation: int | None = None
    orientation: int | None = None
    place: Place | None = None
    device: Device = Device()
    clocks: tuple[FoundClock, ...] = ()
    packets: PacketStream | None = None
    faults: tuple[MediaFault, ...] = ()


class MediaProbe(Protocol):
    """Looks into files without trusting them."""

    def start(self) -> None:
        """Start what probing needs, without waiting for it; `probe` does so itself when nobody has."""

    def probe(self, path: Path, *, original_name: str, modified_at: datetime | None = None) -> ProbeResult:
        """Say what the file at `path` is. Never raises for what a file contains.

        `original_name` is only read as text (a time in it is a clock); `modified_at` is the source file's own time.
        """

    def close(self) -> None:
        """Stop what was started for probing; a later probe starts it again."""
