"""Everything registered is permitted, ruled, journalled with its rows sealed, and never overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.cases.actions import (
    add_matters,
    add_people,
    add_step,
    archive,
    correct_times,
    file_document,
    make_report,
    open_case,
    register_document,
    register_situation,
    report_interruption,
    resume,
    set_milestone,
)
from liuhen.apps.cases.inputs import File, NewDocument, NewReport, NewSituation, Taking, Times
from liuhen.apps.cases.tests.conftest import NINE, NOW, new_case, new_step
from liuhen.apps.journal.queries import body_of, entries_of_case
from liuhen.apps.journal.seals import row_key, row_seal
from liuhen.ports.outside import outside

LATER = NINE + timedelta(hours=1)


def kinds(world):
    return [entry.kind for entry in entries_of_case(world.case.number)]


def last_body(world):
    return body_of(entries_of_case(world.case.number).order_by("-seq")[0])


def assert_sealed(world, row):
    row.refresh_from_db()
    assert last_body(world)["rows"][row_key(row)] == row_seal(row)


def field_of(error):
    return next(iter(error.value.error_dict))


def test_opening_a_case_makes_its_opener_a_handler_and_seals_every_row(world):
    case = open_case(world.cast.officer, new_case("粤交罚〔2026〕2号", handlers=(world.cast.co_officer,)))
    body = body_of(entries_of_case(case.number).get())
    assert [handler.person for handler in case.handlers.order_by("pk")] == [world.cast.officer, world.cast.co_officer]
    assert len(body["rows"]) == 4
    assert body["rows"][row_key(case)] == row_seal(case)


def test_a_number_is_used_once_and_the_message_says_so(world):
    with pytest.raises(ValidationError, match="已被使用") as error:
        open_case(world.cast.handler, new_case(world.case.number))
    assert field_of(error) == "number"


@pytest.mark.parametrize("name", ["reviewer", "head", "custodian", "inspector", "superior", "system_admin"])
def test_only_enforcers_open_cases(world, name):
    with pytest.raises(PermissionDenied):
        open_case(getattr(world.cast, name), new_case("粤交罚〔2026〕9号"))


def test_a_step_is_journalled_with_its_people_and_certificates(world):
    assert kinds(world) == ["cases.opened", "cases.step_added"]
    assert [one["certificate"] for one in last_body(world)["data"]["people"]] == ["440101001", "440101003"]
    assert_sealed(world, world.step)


@pytest.mark.parametrize("name", ["co_officer", "reviewer", "head", "inspector", "outsider", "superior"])
def test_who_takes_no_part_in_the_case_registers_nothing(world, name):
    with pytest.raises(PermissionDenied):
        add_step(getattr(world.cast, name), world.case, new_step(world.cast))


def test_who_took_part_in_a_step_may_register_more(world):
    assert add_step(world.cast.officer, world.case, new_step(world.cast)).pk


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (Times(start=LATER, end=NINE), "end"),
        (Times(start=NINE, arrival=LATER, departure=NINE), "departure"),
        (Times(start=LATER, returned_at=NINE), "returned_at"),
        (Times(start=NOW + timedelta(hours=1)), "start"),
    ],
)
def test_times_that_cannot_be_are_refused_beside_their_field(world, times, field):
    with pytest.raises(ValidationError) as error:
        add_step(world.cast.handler, world.case, new_step(world.cast, times=times))
    assert field_of(error) == field


def test_an_unknown_code_is_refused(world):
    with pytest.raises(ValidationError, match="不是已知的选项"):
        add_step(world.cast.handler, world.case, new_step(world.cast, kind="teleport"))


def test_correcting_times_keeps_both_in_the_journal_with_the_reason(world):
    correct_times(world.cast.handler, world.step, Times(start=LATER), "手误")
    body = last_body(world)
    assert body["data"]["before"]["start"] != body["data"]["after"]["start"]
    assert body["purpose"] == "手误"
    assert_sealed(world, world.step)


def test_correcting_times_needs_a_reason(world):
    with pytest.raises(ValidationError, match="理由"):
        correct_times(world.cast.handler, world.step, Times(start=LATER), " ")


def test_people_and_matters_are_added_and_never_taken_away(world):
    added = add_people(world.cast.handler, world.step, (Taking(person=world.cast.co_officer, role="recorder"),))
    assert [one.person for one in added] == [world.cast.co_officer]
    add_matters(world.cast.handler, world.step, ("inquiry",))
    add_matters(world.cast.handler, world.step, ("sampling", "inquiry"))
    assert world.step.matters == ["inquiry", "sampling"]
    assert_sealed(world, world.step)
    with pytest.raises(ValidationError):
        add_matters(world.cast.handler, world.step, ("sampling",))


def test_a_milestone_is_reached_once(world):
    assert_sealed(world, set_milestone(world.cast.handler, world.case, "filed", NINE))
    with pytest.raises(ValidationError, match="已登记过"):
        set_milestone(world.cast.handler, world.case, "filed", LATER)


def test_a_document_keeps_its_pdf_in_the_vault_under_its_digest(world):
    file = File(source=[b"%PDF-1.7\n", b"inquiry"], name="询问笔录.pdf")
    new = NewDocument(kind="inquiry_record", made_at=LATER, step=world.step.pk, file=file)
    document = register_document(world.cast.officer, world.case, new)
    with outside().vault.open(document.sha256) as kept:
        assert kept.read() == b"%PDF-1.7\ninquiry"
    assert last_body(world)["data"]["sha256"] == document.sha256
    assert_sealed(world, document)


def test_what_is_no_pdf_is_refused_and_not_kept(world):
    new = NewDocument(kind="inquiry_record", made_at=LATER, file=File(source=[b"MZ\x90"], name="a.pdf"))
    with pytest.raises(ValidationError, match="不是 PDF"):
        register_document(world.cast.officer, world.case, new)
    assert list(outside().vault.iter_digests()) == []
    assert not world.case.documents.exists()


def test_a_document_belongs_to_a_step_of_its_own_case(world):
    other = open_case(world.cast.handler, new_case("粤交罚〔2026〕2号"))
    with pytest.raises(ValidationError, match="不属于本案"):
        register_document(
            world.cast.handler, other, NewDocument(kind="inquiry_record", made_at=LATER, step=world.step.pk)
        )


def test_a_document_is_filed_once_and_not_before_it_was_made(world):
    document = register_document(world.cast.handler, world.case, NewDocument(kind="filing_form", made_at=LATER))
    with pytest.raises(ValidationError, match="早于"):
        file_document(world.cast.handler, document, NINE)
    file_document(world.cast.handler, document, NOW)
    assert_sealed(world, document)
    with pytest.raises(ValidationError, match="已附卷"):
        file_document(world.cast.handler, document, NOW)


def test_an_interruption_is_reported_resumed_and_explained(world):
    found = report_interruption(world.cast.officer, world.step, NINE, "battery")
    resume(world.cast.officer, found, LATER)
    assert_sealed(world, found)
    about = f"interruption:{found.pk}"
    told = make_report(
        world.cast.officer,
        world.case,
        NewReport(kind="oral_report", about=about, at=LATER, to=world.cast.head),
    )
    assert told.to == world.cast.head
    assert_sealed(world, told)
    with pytest.raises(ValidationError, match="已登记恢复"):
        resume(world.cast.officer, found, NOW)


def test_a_written_explanation_says_something(world):
    new = NewReport(kind="written_explanation", about=f"step:{world.step.pk}", at=LATER, text=" ")
    with pytest.raises(ValidationError) as error:
        make_report(world.cast.officer, world.case, new)
    assert field_of(error) == "text"


def test_a_report_is_about_a_thing_of_its_own_case(world):
    with pytest.raises(ValidationError, match="不属于本案"):
        make_report(
            world.cast.officer, world.case, NewReport(kind="incident_report", about="interruption:999", at=LATER)
        )


class TestAnArchivedCase:
    @pytest.fixture(autouse=True)
    def _archived(self, world):
        with pytest.raises(ValidationError, match="结案"):
            archive(world.cast.custodian, world.case, LATER)
        set_milestone(world.cast.handler, world.case, "closed", LATER)
        archive(world.cast.custodian, world.case, LATER)

    def test_was_archived_by_an_entry_of_its_own(self, world):
        assert kinds(world)[-1] == "cases.archived"

    def test_takes_no_new_step_no_correction_and_no_milestone(self, world):
        for act in (
            lambda: add_step(world.cast.handler, world.case, new_step(world.cast)),
            lambda: correct_times(world.cast.handler, world.step, Times(start=LATER), "手误"),
            lambda: set_milestone(world.cast.handler, world.case, "served", LATER),
            lambda: archive(world.cast.custodian, world.case, LATER),
        ):
            with pytest.raises(ValidationError, match="已归档"):
                act()

    def test_still_takes_a_complaint_and_a_written_explanation(self, world):
        assert register_situation(world.cast.handler, world.case, NewSituation(kind="complaint", since=NOW)).pk
        new = NewReport(kind="written_explanation", about=f"step:{world.step.pk}", at=NOW, text="补充说明")
        assert make_report(world.cast.handler, world.case, new).pk


def test_the_reader_cannot_archive(world):
    set_milestone(world.cast.handler, world.case, "closed", LATER)
    with pytest.raises(PermissionDenied):
        archive(world.cast.reader, world.case, LATER)
