"""The button that mends fills in what the article itself asks for."""

from __future__ import annotations

import pytest

from liuhen.apps.duties.mends import way_of
from liuhen.apps.duties.models import Obligation
from liuhen.ports.outside import outside
from liuhen.site.testing import outside_at


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["gd-province-2018", "gd-transport-2019"])
def test_a_note_is_made_on_the_recording_it_explains(text: str) -> None:
    with outside_at():
        law = outside().law.text(text)
        duty = next(one for one in law.duties if one.mend and one.mend.action == "make_evidence_note")
        kinds = list(duty.needs.documents)  # type: ignore[union-attr]
        mend = {"action": "make_evidence_note", "step": "step:3", "codes": kinds}
        owed = Obligation(text=text, duty=duty.id, case_id=1, subject_id="recording:7", mend=mend, evidence=[])
        way = way_of(owed, {})
    assert way is not None
    assert way.url == "/recordings/7/note/"
