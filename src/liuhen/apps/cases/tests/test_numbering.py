"""The number proposed for a case bears the word of its kind, in the agency's own pattern, and is nobody's yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from liuhen.apps.cases.actions import open_case
from liuhen.apps.cases.models import Case
from liuhen.apps.cases.numbering import suggest_number, word_of
from liuhen.apps.cases.tests.conftest import NOW, new_case
from liuhen.site.testing import make_cast, outside_at

PERMIT: dict[str, Any] = {"procedure": "permit", "acts": ["permit"]}


@pytest.fixture
def cast(db):
    with outside_at(NOW):
        yield make_cast()


@pytest.mark.parametrize(
    ("procedure", "acts", "word"),
    [
        ("permit", ["inspection"], "许"),
        ("inspection_only", ["inspection", "coercion"], "检"),
        ("summary", [], "罚"),
        ("ordinary", ["inspection", "coercion", "penalty"], "罚"),
        ("ordinary", ["inspection", "coercion"], "强"),
        ("ordinary", ["levy"], "征"),
        ("ordinary", [], "罚"),
        ("", ["permit"], "许"),
    ],
)
def test_the_procedure_tells_the_kind_of_a_case_else_its_acts(cast, procedure, acts, word):
    assert word_of(procedure, acts) == word
    assert suggest_number(cast.agency, NOW, procedure=procedure, acts=acts) == f"市交{word}〔2026〕1号"


def test_the_agencys_pattern_is_learnt_from_another_kind_and_counted_from_one(world):
    open_case(world.cast.handler, new_case("粤南交罚字〔2025〕0019号"))
    assert suggest_number(world.cast.agency, NOW, **PERMIT) == "粤南交许字〔2026〕0001号"
    open_case(world.cast.handler, new_case("粤南交许字〔2026〕0001号", procedure="permit"))
    assert suggest_number(world.cast.agency, NOW, **PERMIT) == "粤南交许字〔2026〕0002号"
    assert suggest_number(world.cast.agency, NOW) == "粤南交罚字〔2026〕0001号"


def test_every_kind_is_counted_by_itself_and_every_year_anew(world):
    open_case(world.cast.handler, new_case("粤交许〔2026〕7号", procedure="permit"))
    open_case(world.cast.handler, new_case("粤交罚〔2026〕12号"))
    assert suggest_number(world.cast.agency, NOW, **PERMIT) == "粤交许〔2026〕8号"
    assert suggest_number(world.cast.agency, NOW + timedelta(days=60), **PERMIT) == "粤交许〔2027〕1号"
    assert suggest_number(world.cast.agency, NOW, procedure="summary") == "粤交罚〔2026〕13号"


def test_a_sign_of_the_agencys_own_name_tells_no_kind(cast):
    open_case(cast.handler, new_case("许交罚〔2026〕3号"))
    assert suggest_number(cast.agency, NOW, **PERMIT) == "许交许〔2026〕1号"


def test_numbers_that_tell_no_kind_are_counted_on_together(cast):
    open_case(cast.handler, new_case("粤交案〔2026〕3号"))
    assert suggest_number(cast.agency, NOW, **PERMIT) == "粤交案〔2026〕4号"


class TestOnThePage:
    SENT = {"cause": "客运经营许可", "party": "某公司", "origin": "on_application", **PERMIT}

    @pytest.fixture
    def client(self, world):
        client = Client()
        client.force_login(world.cast.handler)
        return client

    def test_a_number_nobody_typed_is_that_of_the_kind_chosen_in_the_end(self, client):
        proposed = client.get("/cases/new/").context["form"]["number"].value()
        assert proposed == "粤交罚〔2026〕2号"
        answer = client.post("/cases/new/", {**self.SENT, "number": proposed, "suggested": proposed})
        assert answer.status_code == 302
        assert Case.objects.latest("pk").number == "粤交许〔2026〕1号"

    def test_a_typed_number_is_kept(self, client):
        client.post("/cases/new/", {**self.SENT, "number": "粤交罚许〔2026〕2号", "suggested": "粤交罚〔2026〕2号"})
        assert Case.objects.latest("pk").number == "粤交罚许〔2026〕2号"

    def test_a_number_taken_in_the_meantime_is_counted_on(self, client, world):
        proposed = client.get("/cases/new/?procedure=permit").context["form"]["number"].value()
        assert proposed == "粤交许〔2026〕1号"
        open_case(world.cast.outsider, new_case(proposed))
        client.post("/cases/new/", {**self.SENT, "number": proposed, "suggested": proposed})
        assert Case.objects.latest("pk").number == "粤交许〔2026〕2号"

    def test_the_script_is_told_the_number_of_the_kind_being_chosen(self, client):
        answer = client.get("/cases/new/number/", PERMIT)
        assert answer.content.decode() == "粤交许〔2026〕1号"
        assert client.get("/cases/new/number/").content.decode() == "粤交罚〔2026〕2号"
