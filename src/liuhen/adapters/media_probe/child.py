"""The child: takes one open file at a time from a socket and answers with what it found.

Run as `python -m liuhen.adapters.media_probe.child FD`. It opens nothing by name and writes only to its socket.
"""

import os
import socket
import struct
import sys
from typing import BinaryIO

from liuhen.adapters.confined import limits
from liuhen.adapters.media_probe.av_reader import read_sound_or_video
from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.image_reader import prepare, read_image
from liuhen.adapters.media_probe.packet_reader import read_packets
from liuhen.adapters.media_probe.sniff import HEAD, looks_like_text, name_fits, sniff
from liuhen.adapters.media_probe.text_reader import read_text
from liuhen.adapters.media_probe.times import name_clock
from liuhen.adapters.media_probe.wire import LONGEST, QUESTION, RESULT
from liuhen.ports.media_probe import MediaFault, MediaKind, ProbeResult, ReasonCode

_SURPRISES = (ArithmeticError, LookupError, OSError, RecursionError, SyntaxError, TypeError, ValueError, struct.error)


def main() -> None:
    """Answer questions until the parent hangs up."""
    prepare()
    limits.confine()
    with socket.socket(fileno=int(sys.argv[1])) as parent:
        while True:
            words, descriptors, _, _ = socket.recv_fds(parent, LONGEST, 1)
            if not words or not descriptors:
                return
            parent.sendall(_answer(words, descriptors[0]) + b"\n")


def _answer(words: bytes, descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as file:
        question = QUESTION.validate_json(words)
        limits.allow_seconds(question.cpu_seconds)
        try:
            result = look(file, question.original_name)
        except MemoryError:
            result = Findings(kind=_kind_again(file)).result(ReasonCode.PARSER_OUT_OF_MEMORY)
    return RESULT.dump_json(result)


def look(file: BinaryIO, name: str) -> ProbeResult:
    """What one open file is; its name gives a clock and a contradiction at most."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    found = Findings()
    container, found.kind = sniff(head)
    if container and not name_fits(name, container):
        found.add_fault(MediaFault.NAME_CONTRADICTS_CONTENT)
    if container or looks_like_text(head):
        found.add_clock(name_clock(name))
    try:
        return _read(file, container, head, found)
    except _SURPRISES:  # a parser stumbled: what was found before still counts
        return found.result(ReasonCode.DAMAGED)


def _read(file: BinaryIO, container: str | None, head: bytes, found: Findings) -> ProbeResult:
    if not head:
        return found.result(ReasonCode.EMPTY)
    if container is None:
        return read_text(file, found) if looks_like_text(head) else found.result(ReasonCode.UNKNOWN_FORMAT)
    if found.kind is MediaKind.IMAGE:
        return read_image(file, container, found)
    if found.kind is MediaKind.PACKETS:
        return read_packets(file, found)
    return read_sound_or_video(file, container, found)


def _kind_again(file: BinaryIO) -> MediaKind:
    file.seek(0)
    return sniff(file.read(HEAD))[1]


if __name__ == "__main__":
    main()
