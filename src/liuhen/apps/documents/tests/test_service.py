"""Ways of service with their proof: what the document sets down lets duties of pictures and sound arise or end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from liuhen.apps.cases.actions import NewStep, Taking, Times, add_step
from liuhen.apps.cases.models import Document, Step
from liuhen.apps.documents.actions import NewSignature, begin, check, put_in_force, save, sign
from liuhen.apps.documents.queries import form_of
from liuhen.apps.documents.tests.conftest import NINE, World, drawn
from liuhen.apps.duties.facts import verdict_at
from liuhen.apps.lawlib.actions import bind_text
from liuhen.core.forms.form import FieldKind, Way
from liuhen.ports.outside import outside

NATIONAL = "cn-transport-procedure-2021"
REFUSED = {"how": "refused", "words": "称不是本人的事", "witness": "居委会张某", "image": None}


@pytest.fixture
def served(world: World) -> World:
    """The agency is bound by the national procedure and a seal is kept."""
    bind_text(None, world.cast.agency, NATIONAL)
    world.seal()
    return world


def _step(world: World, kind: str) -> Step:
    times = Times(start=NINE + timedelta(hours=2), end=NINE + timedelta(hours=3))
    people = (Taking(person=world.cast.officer), Taking(person=world.cast.handler))
    return add_step(world.cast.handler, world.case, NewStep(kind=kind, stage="execution", times=times, people=people))


def _paper(world: World, form: str, step: Step, said: dict[str, Any] | None = None, **at: dict[str, Any]) -> Document:
    """A document of a step in force; `at0` is how the first place is signed, `at2` that the third (optional) is."""
    draft = begin(world.cast.handler, world.case, form, step=step)
    missing: dict[str, Any] = {}
    for field in form_of(draft).fields:
        if field.required and field.kind is not FieldKind.SEAL and not draft.content.get(field.key):
            missing[field.key] = {FieldKind.DAY: "2026-11-20", FieldKind.CHOICE: (*field.choices, "")[0]}.get(
                field.kind, "写明的内容"
            )
    content = {**missing, **draft.content, **(said or {})}
    draft = check(world.cast.head, save(world.cast.handler, draft, content, draft.revision))
    for slot, place in enumerate(form_of(draft).signatures):
        how = at.get(f"at{slot}")
        if place.how is Way.SEALS:
            sign(world.cast.handler, draft, NewSignature(slot=slot, how="sealed"))
        elif how is not None or not place.optional:
            sign(world.cast.handler, draft, drawn(slot, f"吴某{slot}", **(how or {})))
    return put_in_force(world.cast.handler, draft)


def _states(world: World, step: Step) -> dict[str, str]:
    """How the duties of a step stand, by name."""
    owed = verdict_at(world.case, outside().clock.now())
    return {one.duty: one.state.value for one in owed if one.text == NATIONAL and one.subject.id == f"step:{step.pk}"}


def test_service_in_person_is_proved_by_its_receipt_and_asks_for_no_film(served: World) -> None:
    step = _step(served, "service")
    assert _states(served, step)["service-in-person"] == "open"
    _paper(served, "proof_of_service", step)
    states = _states(served, step)
    assert states["service-in-person"] == "met"
    assert "service-left" not in states


def test_a_service_that_was_refused_asks_for_a_film_of_leaving_it(served: World) -> None:
    step = _step(served, "service")
    _paper(served, "proof_of_service", step, at0=REFUSED)
    assert {"service_refused"} <= {*Step.objects.get(pk=step.pk).matters}
    assert _states(served, step)["service-left"] in ("open", "overdue", "breached")


def test_a_witness_who_signed_stands_for_the_film(served: World) -> None:
    step = _step(served, "service")
    _paper(served, "proof_of_service", step, at0=REFUSED, at2={})
    assert _states(served, step)["service-left"] == "excused"


@pytest.mark.parametrize(("posted", "asked"), [({"posted_at_residence": "yes"}, True), ({}, False)])
def test_a_notice_posted_at_the_home_asks_for_a_film_of_posting(
    served: World, posted: dict[str, Any], asked: bool
) -> None:
    step = _step(served, "service_by_announcement")
    _paper(served, "public_notice", step, posted)
    states = _states(served, step)
    assert states["announcement-reason"] == "met"
    assert ("announcement-posting-av" in states) is asked


def test_by_post_the_receipt_of_the_post_is_still_owed(served: World) -> None:
    step = _step(served, "service_by_post")
    _paper(served, "proof_of_service", step)
    states = _states(served, step)
    assert (states["service-in-person"], states["service-by-post"]) == ("met", "open")
