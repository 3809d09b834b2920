"""Audio-video records in every medium, from several sides, for a whole time; key contents in their order."""

import pytest

from liuhen.core.duties.kinds.av_record import at_the_same_time
from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.terms.labels import State

FACTS = (
    "case: {number: 一号}\n"
    "steps: [{id: s1, kind: inquiry, stage: investigation, start: 2026-03-02 09:00, end: 2026-03-02 10:00}]\n"
)


def clips(*spans):
    """Clips written "medium 09:00-09:20 device"."""
    entries = []
    for n, span in enumerate(spans):
        medium, times, device = span.split(" ")
        start, end = times.split("-")
        entries.append(
            f"  - {{id: r{n}, medium: {medium}, start: 2026-03-02 {start}, end: 2026-03-02 {end}, steps: [s1],"
            f" device: {device}}}\n"
        )
    return "recordings:\n" + "".join(entries)


def filmed(needs, facts, at="2026-03-31 12:00", more=""):
    text = law(f"id: av, kind: av_record, subject: step, needs: {{{needs}}}{more}")
    return judged(text, FACTS + facts, at)["av", "s1"]


def test_one_recording_in_one_of_the_media_is_enough():
    found = filmed("media: [video, audio]", clips("audio 09:00-10:00 c1"))
    assert (found.state, found.evidence) == (State.MET, ("r0",))
    assert filmed("media: [video]", clips("audio 09:00-10:00 c1")).missing == "缺录像"


def test_every_medium_may_be_asked_for():
    both = "media: [video, audio], all_media: yes"
    found = filmed(both, clips("audio 09:00-10:00 c1"))
    assert (found.state, found.missing) == (State.BREACHED, "缺录像")
    assert filmed(both, clips("audio 09:00-10:00 c1", "video 09:00-10:00 c2")).state is State.MET
    assert filmed(both, "").missing == "缺录像和录音"


def test_several_devices_must_record_at_the_same_time():
    sides = "media: [video], sides: 2"
    assert filmed(sides, clips("video 09:00-09:30 c1", "video 09:20-10:00 c2")).state is State.MET
    after = filmed(sides, clips("video 09:00-09:30 c1", "video 09:30-10:00 c2"))
    assert (after.state, after.missing) == (State.BREACHED, "应有2台设备同时记录，最多同时有1台")
    assert filmed(sides, clips("video 09:00-09:40 c1", "video 09:20-10:00 c1")).state is State.BREACHED


def test_footage_must_have_begun_and_not_ended_too_soon():
    whole = "media: [video], from: [arrival, step_start], to: [step_end], tolerance_seconds: 60"
    assert filmed(whole, clips("video 09:01-09:59 c1")).state is State.MET
    late = filmed(whole, clips("video 09:02-10:00 c1"))
    assert (late.state, late.missing) == (
        State.BREACHED,
        "音像记录2026年3月2日 09:02才开始，应自环节开始（2026年3月2日 09:00）开始",
    )
    assert "已结束，应至环节结束" in filmed(whole, clips("video 09:00-09:58 c1")).missing


def test_within_the_clocks_error_it_may_have_begun_in_time():
    whole = "media: [video], from: [step_start]"
    clip = clips("video 09:01-10:00 c1")
    assert filmed(whole, clip).state is State.BREACHED
    assert filmed(whole, clip.replace("device: c1", "device: c1, error: 60")).state is State.MET


def test_while_footage_may_still_come_nothing_is_lost():
    awaits = ", awaits: {amount: 24, unit: hours, from: step_end, article: 1}"
    found = filmed("media: [video], sides: 2", clips("video 09:00-10:00 c1"), at="2026-03-02 12:00", more=awaits)
    assert (found.state, found.due_at) == (State.OPEN, parse_moment("2026-03-03 10:00"))
    assert (
        filmed("media: [video], to: [step_end]", clips("video 09:00-09:10 c1"), at="2026-03-02 09:30").state
        is State.MET
    )


def test_how_many_devices_recorded_at_once():
    facts = "agency: {id: a, name: 甲}\n" + FACTS
    facts += clips("video 09:00-09:30 c1", "video 09:10-09:20 c2", "video 09:15-09:40 c3", "video 09:16-09:18 c3")
    assert at_the_same_time(list(read_dossier(facts).recordings)) == 3
    assert at_the_same_time([]) == 0


MARK = "  - {id: ID, recording: r0, kind: key_content, at: 2026-03-02 AT, content: CONTENT, step: s1}\n"


def marks(*stamps):
    """Marks written "09:10 content"."""
    pairs = [stamp.split(" ") for stamp in stamps]
    written = [
        MARK.replace("ID", f"m{n}").replace("AT", at).replace("CONTENT", content)
        for n, (at, content) in enumerate(pairs)
    ]
    return "marks:\n" + "".join(written)


def shown(stamps, ordered="yes", case=""):
    text = law(f"id: key, kind: key_contents, subject: step, needs: {{contents: [one, two], ordered: {ordered}}}")
    facts = FACTS.replace("一号", f"一号{case}") + clips("video 09:00-10:00 c1") + marks(*stamps)
    return judged(text, facts)["key", "s1"]


@pytest.mark.parametrize(
    ("stamps", "state"),
    [
        (["09:10 one", "09:20 two"], State.MET),
        (["09:20 one", "09:10 two"], State.OPEN),
        (["09:20 one", "09:10 two", "09:30 two"], State.MET),
        (["09:10 one", "09:10 two"], State.MET),
        (["09:10 one"], State.OPEN),
    ],
)
def test_marks_may_have_to_stand_in_the_order_of_the_contents(stamps, state):
    assert shown(stamps).state is state


def test_a_wrong_order_is_said_and_no_longer_mendable_once_the_case_is_closed():
    wrong = ["09:20 one", "09:10 two"]
    assert shown(wrong).missing == "标记的先后应为：one—two"
    assert "标记齐全，先后不符" in told(shown(wrong))
    assert shown(wrong, ordered="no").state is State.MET
    assert shown(wrong, case=", milestones: {closed: 2026-03-20 09:00}").state is State.OVERDUE
