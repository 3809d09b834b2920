"""A document comes into force only where the procedure leads to it; its correction is no new event."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from liuhen.apps.documents.models import Paper, Series
from liuhen.apps.documents.tests.conftest import said_in
from liuhen.apps.lawlib.actions import bind_text

RULES = "cn-transport-procedure-2021"


def test_what_a_gate_bars_gets_neither_number_nor_paper(world):
    world.seal()
    bind_text(None, world.cast.agency, RULES)
    with pytest.raises(ValidationError, match="调查报告获批准后才制作违法行为通知书"):
        world.in_force("violation_notice")
    assert not Paper.objects.exists()
    assert not Series.objects.filter(last__gt=0).exists()


def test_a_correction_of_what_was_in_force_is_not_barred(world):
    world.seal()
    first = world.in_force("violation_notice")
    bind_text(None, world.cast.agency, RULES)
    second = world.in_force("violation_notice", replaces=first, reason="金额有误")
    assert said_in(second).replaces == first
