"""What parent and child say to each other: one JSON line each way; the open file travels beside the question."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from liuhen.ports.media_probe import ProbeResult

LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """What to look at: the file comes as an open descriptor, its name is only text."""

    original_name: str
    cpu_seconds: int


QUESTION = TypeAdapter(Question)
RESULT = TypeAdapter(ProbeResult)
