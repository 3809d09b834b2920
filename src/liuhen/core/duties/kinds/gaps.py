"""Every uncovered second of an uninterrupted recording in words: with its cause, unexplained, or as the text allows."""

from __future__ import annotations

from datetime import timedelta

from liuhen.core.continuity.coverage import Coverage, Gap
from liuhen.core.duties.words import clock, moment, stretch
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.verdict import Reason

SHOWN_GAPS = 3

UNEXPLAINED = "没有说明原因"


def window_reason(found: Coverage) -> Reason:
    """What was to be recorded, how much of it is, and how much is not."""
    return Reason((_window, found), found.whole)


def _window(found: Coverage) -> str:
    covered = sum((part.end - part.start for part in found.covered), timedelta())
    start, end = found.window.start, found.window.end
    return f"应记录{moment(start)}至{moment(end)}，共{stretch(end - start)}，已录{stretch(covered)}"


def gap_reasons(
    found: Coverage, unlawful: tuple[Gap, ...], words: Vocabulary, otherwise: str = ""
) -> tuple[Reason, ...]:
    """One reason for each gap, by time.

    `unlawful` are the gaps that no accepted cause explains, with the interruption that was registered for them, if any;
    `otherwise` says by what leave they need not be covered (empty: by none).
    """
    if found.whole and not found.doubtful:
        return ()
    explained = [(gap, f"中断原因：{_cause(gap, words)}", None) for gap in found.explained]
    others = [(gap, *_without_leave(gap, words, otherwise)) for gap in unlawful]
    doubtful = [(gap, "在时钟误差范围内，不计为中断", True) for gap in found.doubtful]
    listed = sorted([*explained, *others, *doubtful], key=lambda entry: entry[0].start)
    return tuple(Reason(f"{span(gap)}无录像，{why}", holds) for gap, why, holds in listed)


def missing(gaps: tuple[Gap, ...], *, any_footage: bool) -> str:
    """The gaps in short: the first few, and how many there are."""
    if not any_footage:
        return "缺全过程录像"
    more = f"等{len(gaps)}处" if len(gaps) > SHOWN_GAPS else ""
    return f"录像中断：{'、'.join(span(gap) for gap in gaps[:SHOWN_GAPS])}{more}"


def span(gap: Gap) -> str:
    """From when to when, and how long."""
    return f"{clock(gap.start)}–{clock(gap.end)}（{stretch(gap.length)}）"


def _without_leave(gap: Gap, words: Vocabulary, otherwise: str) -> tuple[str, bool | None]:
    if otherwise:
        cause = f"（已登记中止，原因：{_cause(gap, words)}）" if gap.interruption else ""
        return f"依规定不全程记录：{otherwise}{cause}", None
    if gap.interruption is None:
        return UNEXPLAINED, False
    if not gap.interruption.cause:
        return "已登记中止，尚未登记原因", False
    return f"中断原因：{_cause(gap, words)}，不属于规定的原因", False


def _cause(gap: Gap, words: Vocabulary) -> str:
    return words.label("causes", gap.interruption.cause) if gap.interruption and gap.interruption.cause else "尚未登记"
