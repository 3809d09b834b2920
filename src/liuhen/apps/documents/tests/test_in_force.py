"""In force: what is printed is what was signed, numbered and kept, and the law knows the document by what is in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from liuhen.apps.cases import guard
from liuhen.apps.cases.models import Document
from liuhen.apps.documents.actions import NewSignature, begin, check, put_in_force, save, sign
from liuhen.apps.documents.enforcing import TRIES
from liuhen.apps.documents.models import Draft, Paper, Series
from liuhen.apps.documents.printing import print_paper
from liuhen.apps.documents.queries import corrected_by, papers_of_case
from liuhen.apps.documents.tests.conftest import NOTICE, NOW, RECORD, drawn, png, said_in
from liuhen.apps.duties.actions import judge_number
from liuhen.apps.duties.models import Obligation
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.lawlib.actions import bind_text
from liuhen.core.forms.digest import content_digest
from liuhen.core.forms.filled import matters_signed
from liuhen.core.forms.form import Numbering
from liuhen.core.procedure.attempt import Barred
from liuhen.ports.outside import outside
from liuhen.ports.press import PressFailed


def test_a_document_in_force_is_registered_in_its_case_with_its_pdf_and_what_it_says(world):
    draft = world.signed(about=[f"step:{world.step.pk}"])
    document = put_in_force(world.cast.handler, draft)
    assert (document.kind, document.made_at, document.step, document.about) == (
        *("inspection_record", NOW, world.step),
        [f"step:{world.step.pk}"],
    )
    with outside().vault.open(document.sha256) as kept:
        assert kept.read(5) == b"%PDF-"
    assert document.matters == ["certificate_shown", "inspection_reason", "officer_names"]
    paper = said_in(document)
    assert (paper.content, paper.number, paper.serial, paper.made_by) == (RECORD, "", None, world.cast.handler)
    form = outside().law.forms()["inspection_record"]
    assert paper.content_sha256 == content_digest(form, RECORD, case=world.case.number, about=document.about)
    assert {one.content_sha256 for one in draft.signatures.all()} == {paper.content_sha256}
    assert Draft.objects.get(pk=draft.pk).state == "in_force"
    assert list(papers_of_case(world.case)) == [paper]


def test_the_whole_life_of_a_document_verifies(world):
    world.in_force()
    publish()
    assert check_journal().findings == []
    assert Entry.objects.filter(kind="documents.in_force", case_number=world.case.number).count() == 1


def test_an_obligation_is_met_by_making_the_document(world):
    bind_text(None, world.cast.agency, "cn-transport-procedure-2021")
    judge_number(world.case.number)
    asking = Obligation.objects.filter(case=world.case, mend__action="make_document", to_do=True)
    owed = {row.duty for row in asking if "inspection_record" in (row.mend or {})["codes"]}
    assert owed
    world.in_force()
    judge_number(world.case.number)
    assert set(Obligation.objects.filter(case=world.case, duty__in=owed).values_list("state", flat=True)) == {"met"}


def test_who_refuses_to_sign_is_what_the_document_sets_down(world):
    draft = world.checked()
    refusal = NewSignature(slot=0, how="refused", who="吴某", words="不认可", witness="黄某")
    for new in (refusal, drawn(1, "林一鸣"), drawn(1, "陈立")):
        sign(world.cast.handler, draft, new)
    assert "refusal_noted" in put_in_force(world.cast.handler, draft).matters


def test_who_refuses_to_sign_a_questioning_was_not_thereby_given_it_to_check(world):
    form = outside().law.forms()["inquiry_record"]
    assert matters_signed(form, [1, 2], refused=[0]) == {"refusal_noted", "pages_signed"}


def test_without_check_or_signatures_nothing_comes_into_force(world):
    with pytest.raises(ValidationError, match="起草中"):
        put_in_force(world.cast.handler, world.draft())
    draft = world.checked()
    sign(world.cast.handler, draft, drawn(0, "吴某"))
    with pytest.raises(ValidationError, match="还缺 2 人的签名"):
        put_in_force(world.cast.handler, draft)
    assert not Document.objects.exists()


def test_a_form_without_signatures_needs_none(world, monkeypatch):
    forms = dict(outside().law.forms())
    forms["inspection_record"] = forms["inspection_record"].model_copy(update={"signatures": ()})
    monkeypatch.setattr(type(outside().law), "forms", lambda _self: forms)
    assert put_in_force(world.cast.handler, world.checked()).kind == "inspection_record"


def test_who_does_not_work_on_the_case_puts_nothing_in_force(world):
    draft = world.signed()
    for person in (world.cast.head, world.cast.reviewer, world.cast.outsider):
        with pytest.raises(PermissionDenied):
            put_in_force(person, draft)


def test_a_document_comes_into_force_once(world):
    draft = world.signed()
    put_in_force(world.cast.handler, draft)
    with pytest.raises(ValidationError, match="已生效"):
        put_in_force(world.cast.handler, draft)
    assert Document.objects.count() == 1


def test_what_can_not_be_printed_leaves_nothing_behind_and_takes_no_number(world):
    world.seal()
    draft = world.signed("violation_notice", {**NOTICE, "party_name": "某\U0001f69a公司"})
    with pytest.raises(PressFailed):
        put_in_force(world.cast.handler, draft)
    assert not Document.objects.exists()
    assert not Series.objects.filter(last__gt=0).exists()
    assert said_in(world.in_force("violation_notice")).serial == 1


def test_what_the_procedure_bars_does_not_come_into_force_and_takes_no_number(world, monkeypatch):
    world.seal()
    draft = world.signed("violation_notice")
    with monkeypatch.context() as barred:
        barred.setattr(
            guard, "_judges", [lambda _case, _attempt: [Barred("x", "尚未批准调查报告（程序规定第六十九条）。")]]
        )
        with pytest.raises(ValidationError, match="尚未批准调查报告"):
            put_in_force(world.cast.handler, draft)
    assert not Document.objects.exists()
    assert Draft.objects.get(pk=draft.pk).state == "checked"
    assert not Series.objects.filter(last__gt=0).exists()


def test_a_form_changed_after_the_signatures_asks_for_them_again(world, monkeypatch):
    draft = world.signed()
    forms = dict(outside().law.forms())
    forms["inspection_record"] = forms["inspection_record"].model_copy(update={"title": "检查笔录"})
    monkeypatch.setattr(type(outside().law), "forms", lambda _self: forms)
    with pytest.raises(ValidationError, match="式样有了改动"):
        put_in_force(world.cast.handler, draft)
    with pytest.raises(ValidationError, match="式样有了改动"):
        sign(world.cast.handler, draft, drawn(1, "周海"))


def test_a_paper_never_changes(world):
    world.in_force()
    for change in (lambda: Paper.objects.update(number="x"), lambda: Paper.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


# corrections


def test_a_correction_is_a_new_document_that_takes_the_words_over_and_says_why(world):
    first = world.in_force()
    draft = begin(world.cast.handler, world.case, first.kind, step=world.step, replaces=first, reason="地点有误")
    assert draft.content == RECORD
    changed = save(world.cast.handler, draft, {**RECORD, "place": "收费站"}, draft.revision)
    changed = check(world.cast.head, changed)
    for slot, who in ((0, "吴某"), (1, "林一鸣"), (1, "陈立")):
        sign(world.cast.handler, changed, drawn(slot, who))
    second = put_in_force(world.cast.handler, changed)
    correcting = corrected_by(first)
    assert correcting is not None
    assert correcting.document == second
    assert said_in(second).replaces == first
    assert said_in(first).content == RECORD
    with pytest.raises(ValidationError, match="已被更正"):
        begin(world.cast.handler, world.case, first.kind, replaces=first, reason="再改")


def test_a_correction_needs_a_reason_the_same_kind_and_no_other_on_its_way(world):
    first = world.in_force()
    with pytest.raises(ValidationError, match="理由"):
        begin(world.cast.handler, world.case, first.kind, replaces=first)
    with pytest.raises(ValidationError, match="同一种文书"):
        begin(world.cast.handler, world.case, "on_site_record", replaces=first, reason="改")
    begin(world.cast.handler, world.case, first.kind, replaces=first, reason="改")
    with pytest.raises(ValidationError, match="起草中"):
        begin(world.cast.handler, world.case, first.kind, replaces=first, reason="改")


def test_of_two_corrections_the_database_lets_one_through(world):
    first = world.in_force()
    paper = said_in(first)
    twins = [world.draft(replaces=first, reason="改")]
    Draft.objects.filter(pk=twins[0].pk).update(state="dropped")
    twins.append(world.draft(replaces=first, reason="改"))
    said = {"form": paper.form, "form_digest": paper.form_digest, "content": {}, "content_sha256": "0" * 64}
    documents = [world.in_force(), world.in_force()]
    with pytest.raises(DatabaseError), transaction.atomic():
        for draft, document in zip(twins, documents, strict=True):
            Paper.objects.create(document=document, draft=draft, replaces=first, made_by=world.cast.handler, **said)


# numbers


def test_numbers_run_without_gaps_by_agency_kind_and_year(world):
    world.seal()
    numbers = [said_in(world.in_force("violation_notice")).number for _ in range(3)]
    assert numbers == [f"市交违通〔2026〕{serial}号" for serial in (1, 2, 3)]
    assert Series.objects.get().last == 3


def test_a_form_that_bears_no_number_bears_none_and_one_that_begins_to_begins_with_one(world, monkeypatch):
    assert said_in(world.in_force()).number == ""
    forms = dict(outside().law.forms())
    numbered = {"numbered": Numbering(word="检")}
    forms["inspection_record"] = forms["inspection_record"].model_copy(update=numbered)
    monkeypatch.setattr(type(outside().law), "forms", lambda _self: forms)
    assert said_in(world.in_force()).number == "市交检〔2026〕1号"


def test_who_is_overtaken_while_printing_gets_the_next_number_and_prints_it(world, monkeypatch):
    world.seal()
    first, second = world.signed("violation_notice"), world.signed("violation_notice")
    printed, numbers = print_paper, []

    def print_slowly(paper, *, made_at):
        numbers.append(paper.number)
        if len(numbers) == 1:
            put_in_force(world.cast.handler, second)
        return printed(paper, made_at=made_at)

    monkeypatch.setattr("liuhen.apps.documents.enforcing.print_paper", print_slowly)
    document = put_in_force(world.cast.handler, first)
    assert [one.rpartition("〕")[2] for one in numbers] == ["1号", "1号", "2号"]
    assert said_in(document).number == "市交违通〔2026〕2号"


def test_who_is_always_overtaken_prints_at_last_while_the_others_wait(world, monkeypatch):
    world.seal()
    draft, printed, tries = world.signed("violation_notice"), print_paper, []

    def print_overtaken(paper, *, made_at):
        tries.append(paper.number)
        if len(tries) <= TRIES:
            series, _new = Series.objects.get_or_create(
                agency=world.cast.agency, form="violation_notice", year=2026, defaults={"word": "市交违通"}
            )
            Series.objects.filter(pk=series.pk).update(last=series.last + 1)
        return printed(paper, made_at=made_at)

    monkeypatch.setattr("liuhen.apps.documents.enforcing.print_paper", print_overtaken)
    assert said_in(put_in_force(world.cast.handler, draft)).serial == TRIES + 1 == len(tries)


def test_a_signature_given_while_it_is_printed_is_printed_too(world, monkeypatch):
    draft, printed, seen = world.signed(), print_paper, []

    def print_meanwhile(paper, *, made_at):
        seen.append(draft.signatures.count())
        if len(seen) == 1:
            sign(world.cast.handler, draft, drawn(1, "周海", image=[png(shade=3)]))
        return printed(paper, made_at=made_at)

    monkeypatch.setattr("liuhen.apps.documents.enforcing.print_paper", print_meanwhile)
    put_in_force(world.cast.handler, draft)
    assert seen == [3, 4]
