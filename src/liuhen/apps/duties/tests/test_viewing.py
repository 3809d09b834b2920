"""What shows a case's data elsewhere than on its page is a viewing too; its page was journalled when it was opened."""

from __future__ import annotations

import pytest
from django.urls import reverse

from liuhen.apps.journal.queries import entries_of_case


@pytest.fixture
def seen(client, world):
    """How often the case was viewed, and a browser of the handler."""
    client.force_login(world.cast.handler)
    return lambda: entries_of_case(world.case.number).filter(kind="cases.viewed").count()


@pytest.mark.parametrize("name", ["duties:column", "cases:step-new", "cases:document-new", "cases:report-new"])
def test_opened_by_its_address_alone_it_is_journalled_once(client, world, seen, name):
    address = reverse(name, args=[world.case.pk])
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert seen() == 1


def test_after_the_page_of_the_case_its_forms_and_column_are_no_further_viewing(client, world, seen):
    for name in ("cases:case", "duties:column", "cases:step-new"):
        client.get(reverse(name, args=[world.case.pk]))
    assert seen() == 1


def test_back_from_another_case_it_is_a_viewing_again(client, world, seen):
    from liuhen.apps.duties.tests.conftest import case_of

    other = case_of(world.cast, "粤交罚〔2026〕2号")
    for case in (world.case, other, world.case):
        client.get(reverse("duties:column", args=[case.pk]))
    assert seen() == 2
