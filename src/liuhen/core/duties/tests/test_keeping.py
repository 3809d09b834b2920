"""Keeping while what the period counts from still goes on."""

import pytest

from liuhen.core.duties.tests.bench import judged, law
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.terms.labels import State

LAWSUIT = """case: {number: 一号}
situations: [{id: x1, kind: litigation, since: 2026-03-05 09:00}]
recordings: [{id: r1, medium: video, start: 2026-03-02 09:00, end: 2026-03-02 10:00, kept_until: KEPT 00:00}]
"""


@pytest.mark.parametrize(("kept", "state"), [("2026-04-30", State.MET), ("2026-03-20", State.BREACHED)])
def test_while_a_lawsuit_goes_on_a_recording_is_not_let_go_by_the_date_set_before(kept, state):
    text = law(
        "id: keep, kind: keeping, subject: recording, when: {situation: [litigation]}, "
        "needs: {at_least: {amount: 1, unit: years, from: until:litigation}}"
    )
    found = judged(text, LAWSUIT.replace("KEPT", kept))["keep", "r1"]
    assert found.state is state
    assert found.due_at == parse_moment(f"{kept} 00:00")
