"""What was typed stays what it is: rows without scripts, years nobody means, somebody else's save in between."""

from __future__ import annotations

import re

from liuhen.apps.documents.actions import save, sign
from liuhen.apps.documents.models import Draft
from liuhen.apps.documents.tests.conftest import World, drawn
from liuhen.apps.documents.tests.test_pages import Ask, ask, text_of, typed

__all__ = ["ask"]


def inquiry(world: World, ask: Ask) -> Draft:
    """A draft with questions and answers."""
    ask("handler", f"/cases/{world.case.pk}/write/", {"form": "inquiry_record", "step": world.step.pk})
    return Draft.objects.get()


def test_without_scripts_the_row_of_the_button_is_dropped_and_empty_ones_stay(world: World, ask: Ask) -> None:
    draft = inquiry(world, ask)
    cells = {"f.qa.0.question": "", "f.qa.0.answer": "", "f.qa.1.question": "甲？", "f.qa.2.question": "乙？"}
    page = text_of(ask("handler", f"/documents/{draft.pk}/", cells | {"change": "drop:qa:1"}))
    assert "甲？" not in page
    assert "乙？" in page
    assert 'name="f.qa.1.question"' in page
    page = text_of(ask("handler", f"/documents/{draft.pk}/", cells | {"change": "drop:qa:0"}))
    assert "甲？" in page
    assert "乙？" in page
    assert 'name="f.qa.2.question"' not in page


def test_a_row_more_does_not_hide_what_another_saved_meanwhile(world: World, ask: Ask) -> None:
    draft = inquiry(world, ask)
    opened = typed(draft)
    save(world.cast.officer, draft, {**draft.content, "place": "别人的地点"}, draft.revision)
    page = text_of(ask("handler", f"/documents/{draft.pk}/", opened | {"change": "add:qa"}))
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    assert int(revision[1]) == draft.revision
    assert ask("handler", f"/documents/{draft.pk}/", opened | {"f.place": "我的地点"}).status_code == 409


def test_a_year_nobody_means_is_told_beside_its_field_and_kept(world: World, ask: Ask) -> None:
    draft = world.draft()
    ask("handler", f"/documents/{draft.pk}/", typed(draft, start_at="0001-01-01T00:00+14:00"))
    answer = ask("handler", f"/documents/{draft.pk}/")
    assert answer.status_code == 200
    assert "年份不在" in text_of(answer)
    assert 'value="0001-01-01T00:00+14:00"' in text_of(answer)


def test_a_picture_that_is_gone_from_the_vault_is_told_and_breaks_no_page(world: World, ask: Ask) -> None:
    draft = world.checked()
    signature = sign(world.cast.handler, draft, drawn(0, "吴某"))
    gone = next(world.home.rglob(f"*{signature.image_sha256}*"))
    gone.chmod(0o600)
    gone.unlink()
    assert ask("handler", f"/documents/signatures/{signature.pk}/").status_code == 404
    answer = ask("handler", f"/documents/{draft.pk}/preview/")
    assert answer.headers["Location"] == f"/documents/{draft.pk}/"
