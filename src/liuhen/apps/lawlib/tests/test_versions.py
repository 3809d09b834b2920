"""Versions of a text by date: each binds until the next begins, for the agency that put it in force and those below."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from liuhen.apps.lawlib import drafts
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.models import EnactedText
from liuhen.apps.lawlib.queries import (
    adopted_by,
    all_texts,
    duty_named,
    shelf,
    short_title,
    text_for,
    texts_binding,
    version_on,
    versions_of,
)
from liuhen.apps.lawlib.tests.conftest import OWN, TEXT, files_of, put_in_force, signed_in, written
from liuhen.apps.people.actions import NewPerson, add_person
from liuhen.apps.people.roles import Role
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.ports.outside import outside

TOMORROW, NEXT_YEAR = date(2026, 11, 21), date(2027, 1, 1)
DOSSIER = """
agency: {id: city, name: 市局, field: transport, territory: guangdong}
case: {number: 1号, procedure: ordinary, origin: ex_officio}
steps:
  - {id: before, kind: on_site_inspection, stage: investigation, start: 2026-11-20 09:00, end: 2026-11-20 10:00}
  - {id: after, kind: on_site_inspection, stage: investigation, start: 2026-11-21 09:00, end: 2026-11-21 10:00}
recordings:
  - {id: r-before, medium: video, start: 2026-11-20 09:00, end: 2026-11-20 10:00, steps: [before], source: body_camera}
  - {id: r-after, medium: video, start: 2026-11-21 09:00, end: 2026-11-21 10:00, steps: [after], source: body_camera}
"""


def next_of_folder(cast, first_day, short):
    """A next version of the transport text, told apart by how it is called in short."""
    draft = drafts.start_draft(cast.reviewer, TEXT)
    called = re.sub(r"^short: .*$", f"short: {short}", draft.files["text.yaml"], flags=re.MULTILINE)
    draft = drafts.save_file(cast.reviewer, draft, "text.yaml", called, 1)
    drafts.submit(cast.reviewer, draft, draft.revision)
    return drafts.approve(cast.head, draft, drafts.Approval(first_day=first_day))


def shorts(laws):
    return [law.info.short for law in laws]


def test_each_version_ends_where_the_next_begins(bench):
    next_of_folder(bench, NEXT_YEAR, "丙")
    next_of_folder(bench, TOMORROW, "乙")
    laws = texts_binding(bench.agency)
    assert shorts(laws) == ["粤交通办法", "乙", "丙"]
    assert [law.info.until.from_ if law.info.until else None for law in laws] == [TOMORROW, NEXT_YEAR, None]
    assert [law.info.in_force.from_ for law in laws] == [date(2019, 3, 1), TOMORROW, NEXT_YEAR]
    assert {law.id for law in laws} == {TEXT}


def test_a_case_is_judged_by_what_was_in_force_when_the_step_happened(bench):
    put_in_force(bench, date(2026, 1, 1), 24, late_reason="补录")
    put_in_force(bench, TOMORROW, 48)
    dossier = read_dossier(DOSSIER, name="d.yaml", vocabulary=outside().law.vocabulary())
    owed = evaluate(dossier, texts_binding(bench.agency), datetime(2026, 11, 21, 12, tzinfo=UTC))
    due = {o.subject.id: o.due_at for o in owed if o.text == OWN}
    ends = {recording.id: recording.end for recording in dossier.recordings}
    assert {name: at - ends[name] for name, at in due.items() if at} == {
        "r-before": timedelta(hours=24),
        "r-after": timedelta(hours=48),
    }


def test_of_two_versions_for_one_day_the_one_approved_last_stands(bench):
    next_of_folder(bench, TOMORROW, "乙")
    next_of_folder(bench, TOMORROW, "丙")
    assert shorts(texts_binding(bench.agency)) == ["粤交通办法", "丙"]


def test_a_text_that_itself_begins_later_than_approved_begins_when_it_says(bench):
    files = files_of()
    later = files["text.yaml"].replace("from: 2026-01-01", "from: 2027-01-01")
    early = {name: content.replace("2026-03-", "2027-03-") for name, content in files.items()}
    draft = written(bench.reviewer, {**early, "text.yaml": later})
    drafts.submit(bench.reviewer, draft, draft.revision)
    drafts.approve(bench.head, draft, drafts.Approval(first_day=TOMORROW))
    (law,) = (law for law in texts_binding(bench.agency) if law.id == OWN)
    assert law.info.in_force.from_ == NEXT_YEAR


def test_a_neighbour_does_not_see_it_and_those_below_do(bench):
    bind_text(None, bench.outsider.agency, TEXT)
    next_of_folder(bench, TOMORROW, "乙")
    assert len(versions_of(bench.outsider.agency, TEXT)) == 1
    assert len(texts_binding(bench.outsider.agency)) == 1
    drafter, approver = (above(bench, role) for role in (Role.REVIEWER, Role.HEAD))
    draft = written(drafter)
    drafts.submit(drafter, draft, draft.revision)
    drafts.approve(approver, draft, drafts.Approval(first_day=TOMORROW))
    for agency in (bench.superior.agency, bench.agency, bench.outsider.agency):
        assert text_for(agency, OWN) is not None


def above(cast, role):
    """Someone of the agency above who holds the role."""
    unit = cast.superior.unit
    return add_person(
        None, NewPerson(username=f"above-{role.value}", name=role.label, password="x" * 12, unit=unit, roles=(role,))
    )


def test_texts_without_versions_cost_no_further_queries(bench, django_assert_num_queries):
    with django_assert_num_queries(1):
        texts_binding(bench.agency)
    with django_assert_num_queries(1):
        adopted_by(bench.agency)


def test_a_version_is_read_once_per_process_and_kept(bench, django_assert_num_queries):
    next_of_folder(bench, TOMORROW, "乙")
    first = texts_binding(bench.agency)
    with django_assert_num_queries(2):  # which texts bind, which versions there are; the parent agency is in memory
        second = texts_binding(bench.agency)
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_names_and_duties_are_found_without_asking_each_time(bench, django_assert_num_queries):
    put_in_force(bench, TOMORROW)
    assert short_title(OWN) == "南岭办法"
    with django_assert_num_queries(0):
        assert short_title(OWN) == "南岭办法"
        assert short_title(TEXT) == "粤交通办法"
        assert duty_named(OWN, "store") is not None
        assert duty_named(TEXT, "store-24h") is not None
    assert short_title("nobody-2000") == "nobody-2000"


def test_the_shelf_shows_what_is_in_force_today(bench):
    next_of_folder(bench, TOMORROW, "乙")
    found = versions_of(bench.agency, TEXT)
    today = text_for(bench.agency, TEXT)
    asked = [today, version_on(found, TOMORROW).law, version_on(found, date(2000, 1, 1)).law]
    assert shorts(asked) == ["粤交通办法", "乙", "粤交通办法"]
    assert [law.id for law in all_texts(bench.agency)] == sorted(outside().law.ids())


def test_an_agency_that_goes_on_after_the_end_follows_the_last_version_alone(bench):
    name = "gd-province-2018"
    until = outside().law.text(name).info.until
    if until is None or until.from_ is None:
        pytest.skip("the province's text has no end any more")
    bind_text(None, bench.agency, name)
    assert adopted_by(bench.agency) == {name}
    draft = drafts.start_draft(bench.reviewer, name)
    draft = drafts.save_file(bench.reviewer, draft, "text.yaml", f"# 核对\n{draft.files['text.yaml']}", 1)
    drafts.submit(bench.reviewer, draft, draft.revision)
    drafts.approve(bench.head, draft, drafts.Approval(first_day=TOMORROW))
    assert adopted_by(bench.agency) == frozenset()
    first, last = [law for law in texts_binding(bench.agency) if law.id == name]
    assert first.info.until is not None
    assert last.info.until is None


def test_a_version_that_cannot_be_read_any_more_hides_nothing_else_and_can_be_mended(bench):
    """A word may go out of the vocabulary after a version was put in force."""
    draft = drafts.start_draft(bench.reviewer, TEXT)
    files = {**draft.files, "duties.yaml": draft.files["duties.yaml"].replace("kind: keeping", "kind: gone")}
    row = {"agency": bench.agency, "text": TEXT, "title": "坏版本", "files": files, "sha256": "1" * 64}
    by = {"draft": draft, "drafted_by": bench.reviewer, "approved_by": bench.head, "approved_at": outside().clock.now()}
    EnactedText.objects.create(**row, **by, in_force_from=date(2026, 11, 20))
    drafts.drop(bench.reviewer, draft)
    assert [name for name, _ in shelf(bench.agency).unreadable] == [TEXT]
    client = signed_in(bench.reviewer)
    assert "有一部文本没有读懂" in client.get("/law/").content.decode()
    for page in (f"/law/{TEXT}/", f"/law/{TEXT}/29/", f"/law/{TEXT}/wording/"):
        answer = client.get(page)
        assert answer.status_code == 503
        assert "gone" in answer.content.decode()
    draft = drafts.start_draft(bench.reviewer, TEXT)
    mended = draft.files["duties.yaml"].replace("kind: gone", "kind: keeping")
    draft = drafts.save_file(bench.reviewer, draft, "duties.yaml", mended, 1)
    drafts.submit(bench.reviewer, draft, draft.revision)
    drafts.approve(bench.head, draft, drafts.Approval(first_day=date(2026, 11, 20)))
    assert client.get(f"/law/{TEXT}/29/").status_code == 200
    assert shelf(bench.agency).unreadable == ()
