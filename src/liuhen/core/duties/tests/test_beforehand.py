"""Releases and effects: what falls away, what counts as what, what has lapsed, known before the rest is judged."""

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.terms.labels import State

RECORD = "id: record, kind: text_record, subject: step, needs: {documents: [note]}, topic: noting"
FILM = "id: film, kind: av_record, subject: step, needs: {media: [video]}"
FACTS = """case: {number: 一号}
steps:
  - {id: s1, kind: inquiry, start: 2026-03-02 09:00, end: 2026-03-02 10:00}
  - {id: s2, kind: inquiry, start: 2026-03-03 09:00, end: 2026-03-03 10:00}
"""
ENDED = "situations: [{id: x1, kind: ended, since: 2026-03-04 09:00, about: [ABOUT]}]\n"


def release(subject="step", duties="record"):
    needs = f"needs: {{duties: [{duties}]}}"
    return f"id: free, kind: release, subject: {subject}, when: {{situation: [ended]}}, title: 调查终止, {needs}"


def test_a_release_of_a_step_lets_go_what_belongs_to_that_step_only():
    found = judged(law(release(), RECORD), FACTS + ENDED.replace("ABOUT", "s1"))
    assert found["record", "s1"].state is State.EXCUSED
    assert found["record", "s1"].missing == ""
    assert "demo第一条：调查终止，不再要求" in told(found["record", "s1"])
    assert found["record", "s2"].state is State.OPEN
    assert found["free", "s1"].state is State.MET
    assert ("free", "s2") not in found


def test_a_release_of_the_case_lets_go_everything_it_names_and_nothing_else():
    found = judged(law(release("case"), RECORD, FILM), FACTS + ENDED.replace("ABOUT", ""))
    assert {found["record", id].state for id in ("s1", "s2")} == {State.EXCUSED}
    assert found["film", "s1"].state is State.BREACHED
    assert found["free", "一号"].state is State.MET


def test_what_is_done_stays_done_when_its_duty_falls_away():
    done = "documents: [{id: d1, kind: note, made_at: 2026-03-02 10:00, steps: [s1]}]\n"
    found = judged(law(release(), RECORD), FACTS + done + ENDED.replace("ABOUT", "s1"))
    assert found["record", "s1"].state is State.MET


def test_where_the_situation_is_not_there_nothing_falls_away():
    found = judged(law(release(), RECORD), FACTS)
    assert found["record", "s1"].state is State.OPEN
    assert ("free", "s1") not in found


def test_a_release_may_name_a_duty_of_another_text():
    texts = [law(RECORD, id="old"), law(release(duties="old/record"), id="new")]
    found = judged(texts, FACTS + ENDED.replace("ABOUT", "s1"))
    assert found["record", "s1"].state is State.EXCUSED
    assert "new第一条" in told(found["record", "s1"])
    assert found["record", "s2"].state is State.OPEN


def test_a_release_ends_all_items_of_the_duty_it_names():
    items = "items: [{position: 1, label: （一）}, {position: 2, label: （二）}]"
    text = law(release(), f"{RECORD}, {items}")
    found = judged(text, FACTS + ENDED.replace("ABOUT", "s1"))
    assert found["record-1", "s1"].state is found["record-2", "s1"].state is State.EXCUSED


COUNTS = (
    "id: counts, kind: effect, subject: recording, title: 录像视同笔录, when: {is: [filmed]}, needs: {counts_as: NEEDS}"
)
FILMED = "recordings: [{id: r1, medium: video, start: 2026-03-02 09:00, end: 2026-03-02 10:00, steps: [s1]}]\n"


def test_what_counts_as_a_document_fulfils_the_record_of_its_step_only():
    found = judged(law(COUNTS.replace("NEEDS", "{documents: [note]}"), RECORD), FACTS + FILMED)
    assert found["record", "s1"].state is State.MET
    assert found["record", "s1"].evidence == ("r1",)
    assert "demo第一条：视为已有" in told(found["record", "s1"])
    assert found["record", "s2"].state is State.OPEN
    assert found["counts", "r1"].state is State.MET


def test_what_does_not_meet_the_condition_counts_as_nothing():
    found = judged(
        law(COUNTS.replace("NEEDS", "{documents: [note]}"), RECORD), FACTS + FILMED.replace("video", "still")
    )
    assert found["record", "s1"].state is State.OPEN
    assert ("counts", "r1") not in found


def test_what_counts_as_setting_down_matters_completes_a_real_document_but_replaces_none():
    record = "id: record, kind: text_record, subject: step, needs: {documents: [note], matters: [names, times]}"
    text = law(COUNTS.replace("NEEDS", "{matters: [times]}"), record)
    paper = "documents: [{id: d1, kind: note, made_at: 2026-03-02 10:00, steps: [s1], matters: [names]}]\n"
    assert judged(text, FACTS + FILMED + paper)["record", "s1"].state is State.MET
    assert judged(text, FACTS + paper)["record", "s1"].missing == "文书缺少记载：times"
    assert judged(text, FACTS + FILMED)["record", "s1"].state is State.OPEN


def test_where_any_document_would_do_what_counts_as_the_matter_is_enough():
    text = law(COUNTS.replace("NEEDS", "{matters: [times]}"), RECORD.replace("documents: [note]", "matters: [times]"))
    assert judged(text, FACTS + FILMED)["record", "s1"].state is State.MET


def test_what_counts_under_one_text_does_not_count_under_another():
    texts = [law(COUNTS.replace("NEEDS", "{documents: [note]}"), id="one"), law(RECORD, id="two")]
    assert judged(texts, FACTS + FILMED)["record", "s1"].state is State.OPEN


def test_what_counts_as_a_document_opens_a_gate():
    gate = "id: gate, kind: gate, subject: case, needs: {before: milestone:decided, requires: [{documents: [note]}]}"
    text = law(COUNTS.replace("NEEDS", "{documents: [note]}"), gate)
    assert judged(text, FACTS + FILMED)["gate", "一号"].state is State.MET
    assert judged(text, FACTS)["gate", "一号"].state is State.OPEN


LAPSE = (
    "id: lapse, kind: effect, subject: step, when: {step: [inquiry]}, title: 逾期自动解除,"
    " needs: {lapses: freed, event: document:decision},"
    " deadline: {amount: 7, unit: calendar_days, from: step_start}, warn: {amount: 2, unit: calendar_days}"
)
NO_KEEPING = "id: hold, kind: ban, subject: step, modality: must_not, needs: {forbidden: {effect: [freed]}}"
DECISION = "documents: [{id: d1, kind: decision, made_at: MADE, steps: [s1]}]\n"
ONE_STEP = "case: {number: 一号}\nsteps: [{id: s1, kind: inquiry, start: 2026-03-02 09:00}]\n"


def test_before_the_time_is_over_a_lapse_is_open_and_raised():
    found = judged(law(LAPSE, NO_KEEPING), ONE_STEP, at="2026-03-05 09:00")
    assert found["lapse", "s1"].state is State.OPEN
    assert found["lapse", "s1"].due_at.isoformat() == "2026-03-10T00:00:00+08:00"
    assert found["lapse", "s1"].raise_at is not None
    assert found["hold", "s1"].state is State.MET


def test_an_event_in_time_keeps_the_effect_off():
    found = judged(law(LAPSE, NO_KEEPING), ONE_STEP + DECISION.replace("MADE", "2026-03-09 09:00"))
    assert found["lapse", "s1"].state is State.MET
    assert found["lapse", "s1"].raise_at is None
    assert found["hold", "s1"].state is State.MET


def test_once_the_time_is_over_the_effect_is_there_for_the_other_duties_to_see():
    found = judged(law(LAPSE, NO_KEEPING), ONE_STEP)
    assert found["lapse", "s1"].state is State.OVERDUE
    assert "发生法律效果：freed" in told(found["lapse", "s1"])
    assert found["hold", "s1"].state is State.BREACHED


def test_what_comes_too_late_does_not_undo_the_effect():
    found = judged(law(LAPSE, NO_KEEPING), ONE_STEP + DECISION.replace("MADE", "2026-03-12 09:00"))
    assert found["lapse", "s1"].state is State.LATE
    assert found["hold", "s1"].state is State.BREACHED


def test_an_effect_on_a_step_is_seen_by_what_belongs_to_it_and_by_the_case():
    seen = "kind: ban, modality: must_not, needs: {forbidden: {effect: [freed]}}"
    text = law(LAPSE, f"id: ban-r, subject: recording, {seen}", f"id: ban-c, subject: case, {seen}")
    other = "{id: r2, medium: video, start: 2026-03-02 09:00, end: 2026-03-02 10:00}"
    found = judged(text, ONE_STEP + FILMED.replace("}]", "}, " + other + "]"))
    assert found["ban-r", "r1"].state is State.BREACHED
    assert found["ban-r", "r2"].state is State.MET
    assert found["ban-c", "一号"].state is State.BREACHED


def test_an_effect_is_seen_by_its_own_text_only_and_by_no_other_effect():
    found = judged([law(LAPSE, id="one"), law(NO_KEEPING, id="two")], ONE_STEP)
    assert found["hold", "s1"].state is State.MET
    second = "id: second, kind: effect, subject: step, when: {effect: [freed]}, needs: {counts_as: {documents: [note]}}"
    assert ("second", "s1") not in judged(law(LAPSE, second), ONE_STEP)


def test_a_release_sees_the_effects():
    free = "id: free, kind: release, subject: step, when: {effect: [freed]}, needs: {duties: [record]}"
    assert judged(law(LAPSE, free, RECORD), ONE_STEP)["record", "s1"].state is State.EXCUSED


def test_while_it_is_disputed_whether_the_text_binds_nothing_takes_effect():
    head = """until: {from: 2026-03-01, basis: 两说, certainty: disputed, candidates: [2026-03-01, 2026-06-01]}"""
    found = judged([law(LAPSE, release(duties="other/record"), head=head), law(RECORD, id="other")],
                   ONE_STEP + ENDED.replace("ABOUT", "s1"))  # fmt: skip
    assert found["lapse", "s1"].state is found["free", "s1"].state is State.CONFLICT
    assert found["record", "s1"].state is State.OPEN


def test_a_release_that_is_left_to_a_person_waits_for_their_decision():
    asked = release() + ", judgement: {ask: 是否不再需要}"
    facts = FACTS + ENDED.replace("ABOUT", "s1")
    waiting = judged(law(asked, RECORD), facts)
    assert waiting["free", "s1"].state is State.NEEDS_PERSON
    assert waiting["record", "s1"].state is State.OPEN
    decision = "{id: x, duty: demo/free, subject: s1, outcome: met, reason: 是, by: 丁, at: 2026-03-05 09:00}"
    decided = facts + f"determinations: [{decision}]\n"
    assert judged(law(asked, RECORD), decided)["record", "s1"].state is State.EXCUSED


def test_a_lapse_that_is_only_general_takes_effect_without_a_breach():
    soft = law(LAPSE.replace("kind: effect", "kind: effect, modality: should"), NO_KEEPING)
    found = judged(soft, ONE_STEP)
    assert found["lapse", "s1"].state is State.ADVISED
    assert found["hold", "s1"].state is State.BREACHED
