"""Uninterrupted recording: relay, causes, key parts in place of the whole, and every uncovered second listed."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.terms.labels import State

CASE = "case: {number: 一号MORE}\n"
STEP = (
    "steps: [{id: s1, kind: inquiry, stage: investigation, start: 2026-03-02 09:00, end: 2026-03-02 10:00,"
    " circumstances: [CIRCUMSTANCE]}]\n"
)
FACTS = CASE.replace("MORE", "") + STEP.replace("CIRCUMSTANCE", "")
CLIP = "{id: ID, medium: video, start: 2026-03-02 FROM, end: 2026-03-02 TO, steps: [s1], device: DEVICE}"
BREAK = "interruptions: [{id: i1, step: s1, start: 2026-03-02 09:20, end: 2026-03-02 09:30, cause: CAUSE}]\n"
SPAN = "from: [step_start], to: [step_end], media: [video], tolerance_seconds: 1"


def clips(*spans):
    """Clips written "09:00-09:20 device"."""
    entries = []
    for n, span in enumerate(spans):
        times, device = span.split(" ")
        start, end = times.split("-")
        entry = CLIP.replace("ID", f"r{n}").replace("FROM", start).replace("TO", end).replace("DEVICE", device)
        entries.append(f"  - {entry}\n")
    return "recordings:\n" + "".join(entries)


def text(more="", *others, duty=""):
    return law(f"id: whole, kind: uninterrupted_av, subject: step, needs: {{{SPAN}{more}}}{duty}", *others)


def one(text_, facts, at="2026-03-31 12:00"):
    return judged(text_, facts, at)["whole", "s1"]


BROKEN = clips("09:00-09:20 c1", "09:30-10:00 c1")
RELAY = clips("09:00-09:31 c1", "09:30-10:00 c2")


def test_two_devices_that_relay_each_other_cover_the_whole():
    found = one(text(), FACTS + RELAY)
    assert (found.state, found.evidence) == (State.MET, ("r0", "r1"))
    assert "由2台设备接续记录" in told(found)


def test_a_text_may_forbid_the_relay():
    found = one(text(", relay: no"), FACTS + RELAY)
    assert found.state is State.BREACHED
    assert found.evidence == ("r0",)
    assert "09:31:00–10:00:00（29分）" in found.missing
    assert "不允许多台设备接力" in told(found)
    assert one(text(", relay: no"), FACTS + clips("09:00-09:10 c2", "09:00-10:00 c1")).state is State.MET


def test_an_unexplained_second_breaks_the_duty_and_is_named():
    found = one(text(), FACTS + BROKEN)
    assert found.state is State.BREACHED
    assert "09:20:00–09:30:00（10分）无录像，没有说明原因" in told(found)


def test_a_gap_with_an_accepted_cause_is_excused():
    found = one(text(", lawful_causes: [battery]"), FACTS + BROKEN + BREAK.replace("CAUSE", "battery"))
    assert found.state is State.EXCUSED
    assert "中断原因：battery" in told(found)


def test_a_registered_cause_that_is_not_accepted_is_named_and_excuses_nothing():
    found = one(text(", lawful_causes: [battery]"), FACTS + BROKEN + BREAK.replace("CAUSE", "lunch"))
    assert found.state is State.BREACHED
    assert "中断原因：lunch，不属于规定的原因" in told(found)
    unnamed = one(text(", lawful_causes: [battery]"), FACTS + BROKEN + BREAK.replace(", cause: CAUSE", ""))
    assert "已登记中止，尚未登记原因" in told(unnamed)


def test_each_second_of_a_gap_is_listed_once():
    wide = clips("09:00-09:15 c1", "09:40-10:00 c1")
    found = one(text(", lawful_causes: [battery]"), FACTS + wide + BREAK.replace("CAUSE", "battery"))
    words = told(found)
    assert "09:15:00–09:20:00（5分）无录像，没有说明原因" in words
    assert "09:20:00–09:30:00（10分）无录像，中断原因：battery" in words
    assert "09:30:00–09:40:00（10分）无录像，没有说明原因" in words


KEY = (
    ", instead: [{when: {circumstance: [no_room]}, contents: [part], documents: [record, note], reason: 只录重点环节}]"
)
LIMITED = CASE.replace("MORE", "") + STEP.replace("CIRCUMSTANCE", "no_room")
MARK = "marks: [{id: m1, recording: r0, kind: key_content, at: 2026-03-02 09:10, content: part, step: s1}]\n"
PAPER = "documents: [{id: d1, kind: record, made_at: 2026-03-02 10:00, steps: [s1]}]\n"


def test_key_parts_stand_for_the_whole_where_the_text_says_so():
    found = one(text(KEY), LIMITED + BROKEN + MARK + PAPER)
    assert (found.state, found.evidence) == (State.MET, ("r0", "r1", "m1", "d1"))
    assert "09:20:00–09:30:00（10分）无录像，依规定不全程记录：只录重点环节" in told(found)


def test_key_parts_count_only_under_the_circumstance():
    assert one(text(KEY), FACTS + BROKEN + MARK + PAPER).state is State.BREACHED


@pytest.mark.parametrize(
    ("facts", "missing"), [(PAPER, "缺标记：part"), (MARK, "缺record或者note"), ("", "缺标记：part；缺record或者note")]
)
def test_what_the_key_parts_lack_can_still_be_supplied_until_the_case_is_closed(facts, missing):
    found = one(text(KEY), LIMITED + BROKEN + facts)
    assert (found.state, found.missing) == (State.OPEN, missing)
    closed = LIMITED.replace("一号", "一号, milestones: {closed: 2026-03-20 09:00}")
    assert one(text(KEY), closed + BROKEN + facts).state is State.OVERDUE


def test_without_any_footage_key_parts_are_missing_too():
    found = one(text(KEY), LIMITED + PAPER)
    assert (found.state, found.missing) == (State.BREACHED, "缺音像记录：part")


def test_where_the_whole_is_there_no_key_part_is_asked_for():
    assert one(text(KEY), LIMITED + RELAY).state is State.MET


LINK = (
    "id: loop, kind: interruption_loop, subject: interruption, when: {is: [resumed]},"
    " needs: {resumed: {mark: interruption_reason}}, deadline: {amount: 48, unit: hours, from: resumed}"
)
NOTE = (
    "id: said, kind: interruption_loop, subject: interruption, modality: MODALITY,"
    " needs: {always: [{reports: [letter]}]}, unless: [{when: {cause: [storm]}, reason: 灾害}]"
)
LOOPED = ", lawful_causes: [battery, storm], loop: [loop, said]"
SPOKEN = "marks: [{id: m1, recording: r1, kind: interruption_reason, at: 2026-03-02 09:31}]\n"


def looped(modality="must"):
    return text(LOOPED, LINK, NOTE.replace("MODALITY", modality))


def test_an_explained_gap_stands_as_its_loop_stands():
    facts = FACTS + BROKEN + BREAK.replace("CAUSE", "battery")
    found = one(looped(), facts, at="2026-03-02 12:00")
    assert (found.state, found.due_at) == (State.OPEN, parse_moment("2026-03-04 09:30"))
    assert found.missing == "缺中止原因语音说明；缺letter"
    assert one(looped(), facts).state is State.OVERDUE


def test_a_link_that_does_not_apply_is_excused_or_only_recommended_holds_nothing_up():
    said = FACTS + BROKEN + SPOKEN
    assert one(looped(), said + BREAK.replace("CAUSE", "battery")).missing == "缺letter"
    assert one(looped(), said + BREAK.replace("CAUSE", "storm")).state is State.EXCUSED
    assert one(looped("should"), said + BREAK.replace("CAUSE", "battery")).state is State.EXCUSED
    not_resumed = FACTS + clips("09:00-09:20 c1") + BREAK.replace(", end: 2026-03-02 09:30", "")
    assert one(looped("may"), not_resumed.replace("CAUSE", "battery")).state is State.EXCUSED


def test_footage_may_still_be_on_its_way():
    awaits = ", awaits: {amount: 24, unit: hours, from: step_end, article: 1}"
    found = one(text(duty=awaits), FACTS + BROKEN, at="2026-03-02 12:00")
    assert (found.state, found.due_at) == (State.OPEN, parse_moment("2026-03-03 10:00"))
    assert one(text(duty=awaits), FACTS + BROKEN).state is State.BREACHED


def test_without_a_known_beginning_the_window_is_unknown():
    found = one(law("id: whole, kind: uninterrupted_av, subject: step, needs: {from: [arrival], to: [departure],"
                    " media: [video]}"), FACTS + BROKEN)  # fmt: skip
    assert (found.state, found.missing) == (State.OPEN, "缺到达、离开现场时间")
