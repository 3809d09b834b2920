"""The page of seals and number words: who may look, who may change, what is refused beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from liuhen.apps.documents.actions import NewSeal, keep_seal, pass_on_seal, set_word
from liuhen.apps.documents.models import SealImage, Series
from liuhen.apps.documents.queries import numbers_in, seals_of
from liuhen.apps.documents.tests.conftest import NOTICE, World, png

PAGE = "/documents/seals/"
Ask = Callable[..., Any]


@pytest.fixture
def ask(world: World) -> Ask:
    """Ask a page as somebody; with `data` it is posted."""

    def asked(who: str, url: str = PAGE, data: dict[str, Any] | None = None) -> HttpResponse:
        client = Client()
        client.force_login(getattr(world.cast, who))
        return client.get(url) if data is None else client.post(url, data)  # type: ignore[return-value]

    return asked


def _image(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("seal.png", data or png(shade=90), "image/png")


def _kept(world: World, name: str = "执法专用章") -> SealImage:
    return keep_seal(world.cast.head, NewSeal(name=name, keeper=world.cast.handler, image=[png(shade=90)]))


def test_who_manages_or_keeps_seals_sees_them_and_nobody_else(world: World, ask: Ask) -> None:
    seal = _kept(world)
    for who, status in (("head", 200), ("custodian", 200), ("handler", 200), ("officer", 403), ("reader", 403)):
        assert ask(who).status_code == status, who
        assert ask(who, f"{PAGE}{seal.pk}/image/").status_code == status, who
    page = ask("handler").content.decode()
    assert "执法专用章" in page
    assert "启用印章" not in page
    assert ask("outsider", f"{PAGE}{seal.pk}/image/").status_code == 404


def test_a_keeper_finds_the_page_where_seals_are_put(world: World, ask: Ask) -> None:
    _kept(world)
    draft = world.checked("violation_notice", NOTICE)
    for who, leads in (("handler", True), ("officer", False)):
        page = ask(who, f"/documents/{draft.pk}/").content.decode()
        assert ("我保管的印章" in page) is leads, who


def test_a_seal_is_taken_into_use_on_the_page(world: World, ask: Ask) -> None:
    sent = {"name": "公章", "keeper": world.cast.custodian.pk, "image": _image()}
    assert ask("head", f"{PAGE}keep/", sent).status_code == 302
    assert [seal.name for seal in seals_of(world.cast.custodian, world.cast.agency)] == ["公章"]
    answer = ask("head", f"{PAGE}{SealImage.objects.get().pk}/image/")
    assert (answer.content, answer.headers["Content-Type"]) == (png(shade=90), "image/png")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "请填写此项"),
        ({"keeper": ""}, "请选择保管人"),
        ({"image": ""}, "请选择印章图像"),
        ({"image": b"no picture"}, "图像"),
        ({"name": "执法专用章"}, "已在使用"),
    ],
)
def test_what_is_wrong_with_a_seal_stands_beside_its_field(
    world: World, ask: Ask, changed: dict[str, Any], words: str
) -> None:
    _kept(world)
    sent = {"name": "公章", "keeper": world.cast.handler.pk, "image": _image(), **changed}
    if isinstance(sent["image"], bytes):
        sent["image"] = _image(sent["image"])
    answer = ask("head", f"{PAGE}keep/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert SealImage.objects.count() == 1


def test_a_seal_goes_to_another_keeper_with_its_image(world: World, ask: Ask) -> None:
    seal = _kept(world)
    assert ask("head", f"{PAGE}{seal.pk}/pass-on/", {"keeper": world.cast.custodian.pk}).status_code == 302
    assert seals_of(world.cast.handler, world.cast.agency) == []
    passed = seals_of(world.cast.custodian, world.cast.agency)
    assert [(one.name, one.sha256) for one in passed] == [(seal.name, seal.sha256)]
    assert ask("head", f"{PAGE}{seal.pk}/pass-on/", {"keeper": world.cast.handler.pk}).status_code == 422


def test_a_seal_passed_on_to_nobody_who_may_stays_where_it_is(world: World) -> None:
    seal = _kept(world)
    with pytest.raises(ValidationError, match="另选保管人"):
        pass_on_seal(world.cast.head, seal, world.cast.outsider)
    with pytest.raises(PermissionDenied):
        pass_on_seal(world.cast.handler, seal, world.cast.custodian)
    assert seals_of(world.cast.handler, world.cast.agency) == [seal]


def test_a_seal_is_taken_out_of_use_and_stays_on_the_page(world: World, ask: Ask) -> None:
    seal = _kept(world)
    assert ask("handler", f"{PAGE}{seal.pk}/withdraw/", {}).status_code == 403
    assert ask("head", f"{PAGE}{seal.pk}/withdraw/", {}).status_code == 302
    assert seals_of(world.cast.handler, world.cast.agency) == []
    assert "执法专用章" in ask("head").content.decode()


def test_a_word_is_set_and_the_next_number_told(world: World, ask: Ask) -> None:
    sent = {"form": "penalty_decision", "year": "2026", "word": "粤交执罚"}
    assert ask("custodian", f"{PAGE}word/", sent).status_code == 302
    assert "粤交执罚〔2026〕1号" in ask("head").content.decode()
    refused = ask("head", f"{PAGE}word/", sent | {"word": "第1号"})
    assert refused.status_code == 422
    assert "代字只写汉字或者字母" in refused.content.decode()
    assert Series.objects.get().word == "粤交执罚"


def test_the_numbers_of_a_year_are_one_query_however_many_forms_bear_one(
    world: World, django_assert_num_queries: Any
) -> None:
    set_word(world.cast.head, "penalty_decision", 2025, "旧代字")
    with django_assert_num_queries(1):
        words = {one.form.document: one for one in numbers_in(world.cast.agency, 2026)}
    assert (words["penalty_decision"].next, words["penalty_decision"].given) == ("旧代字〔2026〕1号", 0)
    assert len(words) > 5
