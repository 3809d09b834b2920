"""Candidates 机器提示: seconds at which a machine believes it heard or saw what a mark would say. A person decides.

Merged from what was written down of the speech, from plates read in the picture and from where somebody speaks at all.
What is marked already near that second, and what a person dismissed, is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from liuhen.apps.lawlib.queries import term
from liuhen.apps.review.models import Dismissal
from liuhen.apps.review.queries import Scene, scene_of
from liuhen.core.media.phrases import Utterance, heard_in
from liuhen.core.media.plates import likeness
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

NEAR_MS = 20_000
"""A mark or dismissal this close to a candidate of the same kind is about the same thing."""
FIRST_WORDS_MS = 300_000
"""Where nothing is written down, the first words are proposed as the notice if they are said this early."""
FIRST_WORDS_CONFIDENCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mark a machine proposes. `said` are the words heard or read, `confidence` is 0 to 100, `tool` who proposes."""

    kind: MarkKind
    content: str
    at_ms: int
    said: str
    confidence: int
    tool: str
    end_ms: int | None = None

    @property
    def label(self) -> str:
        """What the mark would say, in Chinese."""
        return term("contents", self.content) if self.content else _(self.kind.label)

    def as_json(self) -> dict[str, Any]:
        """As the time axis takes it."""
        return {
            "kind": self.kind.value,
            "content": self.content,
            "at_ms": self.at_ms,
            "end_ms": self.end_ms,
            "label": self.label,
            "said": self.said,
            "confidence": self.confidence,
            "tool": self.tool,
        }


def candidates_of(recording: Recording, channel: str = "") -> list[Candidate]:
    """What machines propose for this recording, in a capture for this channel, in order of time."""
    return candidates_in(scene_of(recording, channel))


def candidates_in(scene: Scene) -> list[Candidate]:
    """What machines propose, given all that hangs on a recording."""
    said = Dismissal.objects.filter(recording=scene.recording, channel__in=scene.plays.called)
    dismissed = list(said.values_list("kind", "content", "at_ms"))
    marked = [(mark.kind, mark.content, mark.offset_ms) for mark in scene.marks_here]
    settled = [*dismissed, *marked]
    found = [*_from_words(scene), *_from_plates(scene), *_from_first_words(scene)]
    return sorted((one for one in found if not _is_settled(one, settled)), key=lambda one: (one.at_ms, one.kind))


def _is_settled(one: Candidate, settled: Iterable[tuple[str, str, int]]) -> bool:
    return any(
        (kind, content) == (one.kind.value, one.content) and abs(at_ms - one.at_ms) <= NEAR_MS
        for kind, content, at_ms in settled
    )


def _from_words(scene: Scene) -> Iterator[Candidate]:
    """Phrases of the vocabulary in what was written down."""
    told = scene.result(WorkKind.TRANSCRIPT).get("utterances", [])
    if not told:
        return
    utterances = [Utterance(one["from_ms"], one["to_ms"], one["text"]) for one in told]
    tool = _tool(scene, WorkKind.TRANSCRIPT)
    for hit in heard_in(utterances, _phrases()):
        kind, _between, content = hit.meaning.partition(" ")
        confidence = round(100 * hit.score)
        yield Candidate(
            kind=MarkKind(kind), content=content, at_ms=hit.at_ms, said=hit.words, confidence=confidence, tool=tool
        )


def _phrases() -> dict[str, tuple[str, ...]]:
    """The vocabulary's phrases by what they mean: a kind of mark, for key contents with its code."""
    words = outside().law.vocabulary()
    contents = {f"{MarkKind.KEY_CONTENT.value} {code}": said for code, said in words.heard("contents").items()}
    return {**words.heard("spoken"), **contents}


def _from_plates(scene: Scene) -> Iterator[Candidate]:
    """Where the plate of the case's vehicle is read best in the picture, and first of equals."""
    readings = [one for one in scene.result(WorkKind.LETTERS).get("readings", []) if one["kind"] != "clock"]
    tool = _tool(scene, WorkKind.LETTERS)
    for plate in sorted({link.step.case.plate for link in scene.links if link.step.case.plate}):
        seen = [(likeness(plate, one.get("plate") or one["text"]), one) for one in readings]
        best = max(seen, key=lambda pair: (pair[0], -pair[1]["at_ms"]), default=None)
        if best is None or not best[0]:
            continue
        score, reading = best
        said = _("画面中的号牌 %(read)s") % {"read": reading["text"]}
        confidence = round(100 * score * reading["confidence"])
        for content in outside().law.vocabulary().seen_by("plate"):
            yield Candidate(
                kind=MarkKind.KEY_CONTENT,
                content=content,
                at_ms=reading["at_ms"],
                said=said,
                confidence=confidence,
                tool=tool,
            )


def _from_first_words(scene: Scene) -> Iterator[Candidate]:
    """Without a transcript: where somebody first speaks, for the notice belongs to the beginning."""
    if scene.result(WorkKind.TRANSCRIPT):
        return
    spans = scene.result(WorkKind.SPEECH).get("spans", [])
    if spans and spans[0]["from_ms"] <= FIRST_WORDS_MS:
        yield Candidate(
            kind=MarkKind.SPOKEN_NOTICE,
            content="",
            at_ms=spans[0]["from_ms"],
            said=_("首次有人说话（没有语音转文字，内容不明）"),
            confidence=FIRST_WORDS_CONFIDENCE,
            tool=_tool(scene, WorkKind.SPEECH),
        )


def _tool(scene: Scene, kind: WorkKind) -> str:
    work = scene.looked.works.get(kind)
    return work.tool[:80] if work else ""
