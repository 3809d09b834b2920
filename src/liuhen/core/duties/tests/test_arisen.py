"""A recusal in the dossier is what the law asks about, as if somebody had stated the situation."""

from __future__ import annotations

from liuhen.core.duties.arisen import arisen
from liuhen.core.lawbook.dossier import read_dossier

DOSSIER = """
agency: {id: a, name: 机关}
situations: [{id: s9, kind: dispute, since: 2019-04-02 10:00}]
recusals: [{id: x1, name: 甲, way: asked, ground: own_interest, asked_at: 2019-04-02 12:00REST}]
"""


def kinds(rest: str) -> list[str]:
    return [one.kind for one in arisen(read_dossier(DOSSIER.replace("REST", rest)))]


def test_it_is_a_request_until_decided_then_also_the_fact_and_nothing_once_withdrawn():
    decided = ", decided_at: 2019-04-03 09:00, outcome: "
    assert kinds("") == ["dispute", "recusal_requested"]
    assert kinds(decided + "refused") == ["dispute", "recusal_requested"]
    assert kinds(decided + "approved") == ["dispute", "recusal_requested", "recused"]
    assert kinds(decided + "withdrawn") == ["dispute"]
