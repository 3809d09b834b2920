"""Laying documents in order: every one exactly once, corrections and receipts behind what they belong to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.volume.arranging import Leaf, arranged
from liuhen.core.volume.template import Part, Section, VolumeTemplate

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEMPLATE = VolumeTemplate(
    id="t",
    title="案卷",
    category="XZCF",
    category_title="行政处罚",
    procedures=("ordinary",),
    keeping="d30",
    catalogue="file_catalogue",
    follow=("proof_of_service",),
    leave_out=("file_catalogue",),
    parts=(
        Part(
            id="main",
            title="正卷",
            sections=(
                Section(title="决定", documents=("penalty_decision", "proof_of_service")),
                Section(title="立案", documents=("filing_form",)),
                Section(title="其他", others=True, by_time=True),
            ),
        ),
        Part(id="side", title="副卷", closed=True, sections=(Section(title="结案", documents=("closing_report",)),)),
    ),
)


def leaf(key, kind, hour=0, **more):
    return Leaf(key=key, kind=kind, made_at=START + timedelta(hours=hour), **more)


def keys(*leaves):
    return [placed.leaf.key for placed in arranged(TEMPLATE, leaves)]


def test_documents_lie_by_section_and_then_by_time():
    laid = [leaf(1, "filing_form"), leaf(2, "closing_report", 9), leaf(3, "other", 5), leaf(4, "photo", 2)]
    assert keys(*laid, leaf(5, "penalty_decision", 7)) == [5, 1, 4, 3, 2]


def test_a_receipt_lies_behind_what_was_served_and_one_of_nothing_in_its_section():
    laid = [
        leaf(1, "filing_form"),
        leaf(2, "proof_of_service", 1, about=("document:1",)),
        leaf(3, "proof_of_service", 2),
    ]
    assert keys(*laid) == [3, 1, 2]


def test_a_correction_lies_behind_what_it_corrects_and_before_its_receipt():
    served = leaf(2, "proof_of_service", 1, about=("document:1",))
    assert keys(leaf(1, "penalty_decision"), served, leaf(3, "penalty_decision", 5, corrects=1)) == [1, 3, 2]


def test_what_is_made_for_the_volume_does_not_lie_in_it():
    assert keys(leaf(1, "file_catalogue"), leaf(2, "filing_form")) == [2]


def test_names_of_other_things_are_no_documents():
    assert keys(leaf(1, "proof_of_service", about=("step:3", "document:x", "document:99"))) == [1]


KINDS = st.sampled_from(["penalty_decision", "proof_of_service", "filing_form", "closing_report", "anything"])


@given(st.lists(st.tuples(KINDS, st.integers(0, 5), st.integers(0, 8), st.none() | st.integers(0, 8)), max_size=8))
def test_every_document_lies_there_exactly_once(drawn):
    leaves = [
        leaf(key, kind, hour, about=(f"document:{about}",), corrects=corrects)
        for key, (kind, hour, about, corrects) in enumerate(drawn, 1)
    ]
    assert sorted(keys(*leaves)) == [one.key for one in leaves]
