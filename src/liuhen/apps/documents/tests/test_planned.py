"""A document about a hearing to come is refused beside the field where the law has something against it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from liuhen.apps.documents.actions import begin, check, save
from liuhen.apps.documents.queries import suggestions_for
from liuhen.apps.documents.tests.conftest import NOW, World
from liuhen.apps.documents.tests.test_appointments import HEARING
from liuhen.apps.lawlib.actions import bind_text
from liuhen.site.testing import outside_at


@pytest.fixture
def bound(world: World) -> World:
    bind_text(None, world.cast.agency, "cn-transport-procedure-2021")
    world.seal()
    return world


def told(world: World, form: str = "hearing_notice", **changed: Any) -> dict[str, list[str]]:
    """What keeps the document from being checked, by field."""
    with pytest.raises(ValidationError) as error:
        world.checked(form, {**HEARING, **changed} if form == "hearing_notice" else changed)
    return error.value.message_dict


def test_a_hearing_to_come_is_led_and_recorded_by_nobody_who_investigated(bound: World) -> None:
    found = told(bound, presider="林一鸣", recorder="周海、陈立（440101003）")
    assert [*found] == ["presider", "recorder"]
    assert "林一鸣参加过现场检查" in found["presider"][0]
    assert "行政处罚法第六十四条" in found["presider"][0]
    assert "程序规定第八十四条" in found["presider"][0]
    assert "陈立参加过现场检查" in found["recorder"][0]
    assert bound.checked("hearing_notice", HEARING)


@pytest.mark.parametrize("form", ["hearing_record", "hearing_report", "hearing_announcement"])
def test_nor_does_any_other_paper_of_the_hearing_name_them(bound: World, form: str) -> None:
    assert "林一鸣参加过现场检查" in "".join(told(bound, form, presider="林一鸣")["presider"])


def test_who_writes_is_not_proposed_as_who_records(bound: World) -> None:
    draft = begin(bound.cast.handler, bound.case, "hearing_notice", step=bound.step)
    assert "recorder" not in draft.content
    assert "recorder" not in suggestions_for(draft, bound.cast.handler)
    other = begin(bound.cast.handler, bound.case, "inquiry_record", step=bound.step)
    assert other.content["recorder"] == "陈立"


def test_a_hearing_is_not_set_for_a_day_it_is_told_of_too_late(bound: World) -> None:
    found = told(bound, hearing_at="2026-11-30T09:30")
    assert [*found] == ["hearing_at"]
    assert "程序规定第八十三条" in found["hearing_at"][0]
    assert "最早可以定在 2026-12-01" in found["hearing_at"][0]


def test_a_correction_that_leaves_the_day_alone_is_not_too_late(bound: World) -> None:
    document = bound.in_force("hearing_notice", {**HEARING, "hearing_at": "2026-12-02T09:30"})
    with outside_at(NOW + timedelta(days=5), home=bound.home):
        handler, head = bound.cast.handler, bound.cast.head
        draft = begin(handler, bound.case, "hearing_notice", step=bound.step, replaces=document, reason="地点写错")
        draft = save(handler, draft, {**draft.content, "place": "市局二楼"}, draft.revision)
        moved = {**draft.content, "hearing_at": "2026-12-03T09:30"}
        with pytest.raises(ValidationError, match="最早可以定在"):
            check(head, save(handler, draft, moved, draft.revision))
        draft.refresh_from_db()
        assert check(head, save(handler, draft, {**moved, "hearing_at": "2026-12-02T09:30"}, draft.revision))


def test_the_page_tells_it_beside_the_field_while_it_is_written(bound: World) -> None:
    draft = bound.draft("hearing_notice", {**HEARING, "presider": "林一鸣"})
    client = Client()
    client.force_login(bound.cast.handler)
    answer = client.get(f"/documents/{draft.pk}/")
    (box,) = [one for group in answer.context["groups"] for one in group.boxes if one.field.key == "presider"]
    assert "林一鸣参加过现场检查" in box.errors[0]
