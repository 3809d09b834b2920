"""Many at once: numbers without gaps, one document of one draft, no words lost, nobody signs twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection

from liuhen.apps.documents.actions import Stale, begin, put_in_force, save, sign
from liuhen.apps.documents.models import Draft, Paper, Series, Signature
from liuhen.apps.documents.tests.conftest import NOW, RECORD, drawn, make_world
from liuhen.site.testing import outside_at

AT_ONCE = 4
EACH = 3


def _together(acts: Iterable[Callable[[], object]]) -> list[str]:
    """What became of acts done at the same time, each on a connection of its own: "done", or the words of a refusal."""

    def done(act: Callable[[], object]) -> str:
        try:
            act()
            return "done"
        except ValidationError as error:
            return error.messages[0]
        except Stale as stale:
            return str(stale)
        finally:
            connection.close()

    waiting = list(acts)
    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(done, waiting))


def test_many_who_number_at_once_leave_no_gap_and_share_no_number(committed, tmp_path):
    with outside_at(NOW, home=tmp_path):
        world = make_world(tmp_path)
        world.seal()
        drafts = [[world.signed("violation_notice").pk for _ in range(EACH)] for _ in range(AT_ONCE)]

        def put_all(keys: list[int]) -> None:
            for draft in Draft.objects.filter(pk__in=keys).select_related("case"):
                put_in_force(world.cast.handler, draft)

        assert set(_together([partial(put_all, keys) for keys in drafts])) == {"done"}
        serials = sorted(one.serial or 0 for one in Paper.objects.all())
        assert serials == list(range(1, AT_ONCE * EACH + 1))
        assert Series.objects.get().last == AT_ONCE * EACH
        assert {paper.number for paper in Paper.objects.all()} == {f"市交违通〔2026〕{one}号" for one in serials}


def test_of_many_who_put_the_same_draft_in_force_one_does(committed, tmp_path):
    with outside_at(NOW, home=tmp_path):
        world = make_world(tmp_path)
        draft = world.signed()
        said = _together([lambda: put_in_force(world.cast.handler, draft)] * AT_ONCE)
        assert said.count("done") == 1
        assert all("已生效" in words for words in said if words != "done")
        assert Paper.objects.count() == 1


def test_of_many_who_save_at_once_one_does_and_the_others_are_told(committed, tmp_path):
    with outside_at(NOW, home=tmp_path):
        world = make_world(tmp_path)
        draft = world.draft()
        texts = [{**RECORD, "result": f"第{number}人所写"} for number in range(AT_ONCE)]
        said = _together([partial(save, world.cast.handler, draft, text, draft.revision) for text in texts])
        assert said.count("done") == 1
        assert all("刚刚修改" in words for words in said if words != "done")
        assert Draft.objects.get(pk=draft.pk).content == texts[said.index("done")]


def test_nobody_signs_twice_in_one_place_and_no_document_is_corrected_twice(committed, tmp_path):
    with outside_at(NOW, home=tmp_path):
        world = make_world(tmp_path)
        draft = world.checked()
        said = _together([lambda: sign(world.cast.handler, draft, drawn(0, "吴某"))] * AT_ONCE)
        assert (said.count("done"), Signature.objects.count()) == (1, 1)
        first = world.in_force()

        def correct() -> None:
            begin(world.cast.handler, world.case, first.kind, replaces=first, reason="地点有误")

        assert _together([correct] * AT_ONCE).count("done") == 1
