"""Many at once: ledger numbers without gaps, and a thing goes one way only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection

from liuhen.apps.goods.models import Item, Ledger, Movement
from liuhen.apps.goods.tests.conftest import NOW, Yard, seals_agree
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
        finally:
            connection.close()

    waiting = list(acts)
    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(done, waiting))


def test_many_who_enter_at_once_leave_no_gap_and_share_no_number(committed, tmp_path):
    with outside_at(NOW, home=tmp_path):
        yard = Yard()
        names = [f"货物{number}" for number in range(EACH)]
        assert set(_together([partial(yard.enter, *names)] * AT_ONCE)) == {"done"}
        serials = sorted(Item.objects.values_list("serial", flat=True))
        assert serials == list(range(1, AT_ONCE * EACH + 1))
        assert Ledger.objects.get().last == AT_ONCE * EACH
        assert seals_agree()


def test_a_thing_that_several_receive_at_once_is_received_once(committed, tmp_path):
    with outside_at(NOW, home=tmp_path):
        yard = Yard()
        (item,) = yard.enter()
        told = _together([partial(yard.receive, item)] * AT_ONCE)
        assert told.count("done") == 1
        assert all("现在“保管中”" in words for words in told if words != "done")
        assert Movement.objects.count() == 1
        assert seals_agree()
