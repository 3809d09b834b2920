"""Whatever is sealed and hangs together with a case goes along when the case is exported, or is left for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from liuhen.apps.journal.seals import sealed_models
from liuhen.site.carrying.tables import BY_NAME, NAME_OF, NOT_CARRIED

FORMAT = Path(__file__).parents[2] / "docs/formats/case-file.md"


def leads_to(model: type[Model]) -> set[type[Model]]:
    """The models that the foreign keys of a model lead to."""
    return {field.remote_field.model for field in model._meta.concrete_fields if field.remote_field} - {model}


def beside_a_case() -> set[type[Model]]:
    """Our models that lead to what a case consists of, and those that it leads to."""
    carried = set(NAME_OF)
    ours = [model for model in apps.get_models() if model.__module__.startswith("liuhen.")]
    into = {model for model in ours if leads_to(model) & carried}
    return (into | set[type[Model]]().union(*map(leads_to, carried))) - carried


def named(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def test_every_table_beside_a_case_is_carried_or_left_for_a_reason() -> None:
    beside = {named(model) for model in beside_a_case()}
    assert beside - set(NOT_CARRIED) == set(), "name them in site/carrying/tables.py, and in docs/formats/case-file.md"
    assert set(NOT_CARRIED) - beside == set(), "these hang together with no case any more"


def test_a_new_table_of_a_case_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    recusal = BY_NAME["recusal"].model
    monkeypatch.delitem(NAME_OF, recusal)
    assert recusal in beside_a_case()


def test_what_is_carried_is_sealed() -> None:
    """The entry that takes a case in seals every row of it."""
    assert set(NAME_OF) <= set(sealed_models().values())


@pytest.mark.parametrize("name", [*BY_NAME, *NOT_CARRIED])
def test_the_format_tells_what_becomes_of_it(name: str) -> None:
    assert f"`{name}`" in FORMAT.read_text(encoding="utf-8")
