"""The forms of law/_forms: the twenty-four prescribed ones and the supplementary ones, each whole and consistent."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.forms.form import FieldKind, Origin, Way

LAW = DiskLawFolder()
FORMS = LAW.forms()
FROM_OUTSIDE = {"testing"}
"""Matters that documents from elsewhere set down when they are registered."""
SET_DOWN_ELSEWHERE = {"spot-decision-1", "spot-decision-2", "spot-decision-5"}
"""Duties that a record made on the scene meets beside the decision they name."""
MADE_ELSEWHERE = {
    "evidence_note": "made on the page of a recording; the form of the same use is av_evidence_sheet",
    "disc_copy": "a disc",
    "backup_medium": "a medium",
    "expert_opinion": "from the institution that examined",
    "test_report": "from the institution that tested",
    "examination_papers": "from who held the examination",
    "bank_deposit_slip": "from the bank",
    "fine_receipt": "printed by the treasury",
    "postal_receipt": "from the post",
    "power_of_attorney": "from the party",
    "self_statement": "written by who states it",
    "permit_decision": "a decision brought from elsewhere; here one grants or refuses, each with a form of its own",
    "file_catalogue": "made with the volume",
}
"""Documents without a form here, and where they come from."""
REFERENCE = Path(os.environ.get("LIUHEN_SHARED", Path(__file__).parents[2] / "../shared")) / "reference"


def test_the_national_set_has_its_twenty_four_numbers():
    numbers = sorted(form.number for form in FORMS.values() if form.origin is Origin.NATIONAL)
    assert numbers == list(range(1, 25))


def test_every_title_is_the_term_of_its_document():
    differing = {
        form.title: LAW.vocabulary().label("documents", code)
        for code, form in FORMS.items()
        if form.title != LAW.vocabulary().label("documents", code)
    }
    assert set(differing) <= {"强制执行申请书（致法院）"}


def test_every_document_has_a_form_or_comes_from_elsewhere():
    lacking = {*LAW.vocabulary().lists["documents"]} - {*FORMS}
    assert lacking <= {*MADE_ELSEWHERE}
    assert {*MADE_ELSEWHERE} & {*FORMS} <= {"file_catalogue"}


def test_articles_of_texts_kept_here_exist():
    for form in FORMS.values():
        for basis in form.basis:
            assert (basis.text is None) != (basis.law is None), form.title
            if basis.text:
                assert 1 <= basis.article <= LAW.text(basis.text).info.articles, (form.title, basis)


def test_what_is_sealed_has_a_place_for_the_seal():
    for form in FORMS.values():
        sealed = any(signature.how is Way.SEALS for signature in form.signatures)
        if form.origin is Origin.NATIONAL:
            assert sealed == any(field.kind is FieldKind.SEAL for field in form.fields), form.title


def test_officers_come_in_twos():
    fields = [(form.title, field) for form in FORMS.values() for field in form.fields]
    wrong = [title for title, field in fields if field.kind is FieldKind.OFFICERS and (field.at_least or 0) < 2]
    assert set(wrong) <= {"重大行政处罚法制审核意见书"}


def test_a_day_of_an_earlier_document_names_that_document():
    fields = [(form.title, field) for form in FORMS.values() for field in form.fields]
    for title, field in fields:
        assert bool(field.earlier) == bool(field.fills and field.fills.value.startswith("earlier_")), (title, field.key)


def test_no_two_forms_bear_the_same_word_in_their_numbers():
    words = [form.numbered.word for form in FORMS.values() if form.numbered]
    assert len(words) > 15
    assert len(set(words)) == len(words)


def test_a_document_can_set_down_whatever_a_duty_asks_of_it_but_for_what_is_known_to_be_missing():
    """A duty that asks for matters names documents; where these have a form, making it can meet the duty."""
    lacking = set[tuple[str, str, str]]()
    for text in LAW.ids():
        for duty in (one for one in LAW.text(text).duties if one.id not in SET_DOWN_ELSEWHERE):
            asked = {*getattr(duty.needs, "matters", ())} if duty.kind.value == "text_record" else set()
            named = {*getattr(duty.needs, "documents", ()), *(duty.mend.codes if duty.mend else ())} & {*FORMS}
            able = set[str]().union(*(_matters(code) for code in named))
            lacking |= {(text, duty.id, matter) for matter in asked - able} if named else set()
    assert not lacking


def test_whatever_a_duty_wants_written_down_some_form_can_set_down():
    """Also where the duty names no document: an act of writing meets it, not a box that is ticked."""
    able = set[str]().union(*(_matters(code) for code in FORMS)) | FROM_OUTSIDE
    kinds = {"text_record", "evidence_note"}
    duties = [duty for text in LAW.ids() for duty in LAW.text(text).duties if duty.kind.value in kinds]
    assert {matter for duty in duties for matter in getattr(duty.needs, "matters", ())} <= able


def _matters(code):
    """What a document of this kind sets down when everything is filled in and signed, or refused."""
    form = FORMS[code]
    signed = {matter for place in form.signatures for matter in (*place.matters, *place.refusal)}
    return LAW.vocabulary().matters_of(code) | {field.matter for field in form.fields if field.matter} | signed


def test_limits_name_fields_of_their_form():
    limits = [(form, limit) for form in FORMS.values() for field in form.fields for limit in field.limits]
    assert limits
    for form, limit in limits:
        field = form.field(limit.when) if limit.when else None
        assert limit.when is None or field, form.title
        assert limit.is_ is None or (field and limit.is_ in field.choices), form.title


def test_every_point_of_a_legal_review_is_answered_with_an_opinion():
    """The seven points of article 72, each with its matter, in both forms a review may be written in."""
    points = {f"review_{one}" for one in ("competence", "procedure", "facts", "law", "authority", "documents", "crime")}
    for code in ("legal_review_form", "legal_review_opinion"):
        answered = {field.matter for field in FORMS[code].fields if field.required}
        assert points <= answered, code
    form = FORMS["legal_review_form"]
    asked = [field for field in form.fields if field.key.endswith("_opinion") and field.needed_when]
    assert {field.needed_when.field for field in asked} >= {
        field.key for field in form.fields if field.matter in points
    }


def test_articles_that_bound_a_moment_or_keep_people_apart_exist():
    rules = [field.within for form in FORMS.values() for field in form.fields if field.within]
    rules += [rule for form in FORMS.values() for rule in form.apart]
    assert rules
    for rule in rules:
        assert (rule.text is None) != (rule.law is None)
        assert not rule.text or 1 <= rule.article <= LAW.text(rule.text).info.articles


def test_no_document_comes_into_force_by_optional_signatures_alone():
    for form in FORMS.values():
        assert not form.signatures or any(not one.optional for one in form.signatures), form.title


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the list of forms by others is not here: set LIUHEN_SHARED")
def test_no_field_of_the_prescribed_forms_is_left_out():
    for wanted in json.loads((REFERENCE / "forms.json").read_text(encoding="utf-8")):
        form = next(one for one in FORMS.values() if one.number == wanted["number"])
        assert {field["key"] for field in wanted["fields"]} == {one.key for one in form.fields if not one.added}, (
            form.title
        )
        assert not any(field.required for field in form.fields if field.added), form.title
        required = {field["key"] for field in wanted["fields"] if field.get("required")}
        assert required == {field.key for field in form.fields if field.required}, form.title
