"""A duty is proved when one worked case shows it fulfilled and another shows it not."""

from liuhen.core.duties.case_gaps import gaps
from liuhen.core.duties.case_runner import Outcome, run_check
from liuhen.core.duties.tests.test_comparison import DOSSIER, KEEP, STORE, WORDS, law
from liuhen.core.lawbook.cases import read_cases
from liuhen.core.terms.labels import State

TEXT = law("x", STORE.format(hours=12) + KEEP)
CASE = f"""title: 入库
dossier:
{"".join(f"  {line}" + chr(10) for line in DOSSIER.splitlines() if line)}
checks:
  - at: 2026-03-02 12:00
    expect:
      - {{duty: store, subject: r1, state: late}}
      - {{duty: keep, subject: r1, state: open}}
"""
(CHECK,) = read_cases(CASE, name="x/cases/one.yaml", owner="x", vocabulary=WORDS)


def outcome(duty, expected, fault=""):
    return Outcome(CHECK, f"x/{duty}", "r1", expected, fault)


def lacking(*outcomes):
    return {(gap.duty, gap.passing) for gap in gaps(TEXT, outcomes)}


def test_late_and_open_are_failures_so_the_passing_cases_are_lacking():
    assert lacking(*run_check(CHECK, {"x": TEXT})) == {("store", True), ("keep", True)}


def test_both_kinds_of_case_prove_a_duty():
    proved = [outcome(duty, state) for duty in ("store", "keep") for state in (State.MET, State.BREACHED)]
    assert lacking(*proved) == set()


def test_an_expectation_that_did_not_hold_proves_nothing():
    assert ("store", True) in lacking(outcome("store", State.MET, "应为 met，实为 late"))


def test_what_to_write_is_said():
    said = [str(gap) for gap in gaps(TEXT, [])]
    assert len(said) == 4
    assert all("cases/" in text for text in said)
