"""Reading a template: what is wrong is told with what to write instead."""

from __future__ import annotations

import pytest

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.volume.template import read_volume

VOCABULARY = read_vocabulary(
    {
        "documents": "filing_form: {label: 立案登记表}\npenalty_decision: {label: 行政处罚决定书}\n",
        "procedures": "ordinary: {label: 普通程序}\n",
        "features": "grave_case: {label: 重大}\n",
        "keeping_periods": "y: {label: 永久}\nd30: {label: 30年}\n",
    }
)
WHOLE = """
id: penalty
title: 行政处罚案卷
category: XZCF
category_title: 行政处罚
procedures: [ordinary]
keeping: d30
catalogue: penalty_decision
longer: [{features: [grave_case], keeping: y}]
parts:
  - id: main
    title: 正卷
    sections:
      - {title: 立案, documents: [filing_form]}
      - {title: 其他, others: yes}
"""


def read(text=WHOLE, name="_volumes/penalty.yaml"):
    return read_volume(text, name=name, vocabulary=VOCABULARY)


def test_the_period_follows_the_features_of_the_case():
    template = read()
    assert template.keeping_for([]) == "d30"
    assert template.keeping_for(["grave_case"]) == "y"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[filing_form]", "[filing_from]", "没有“filing_from”"),
        ("keeping: d30", "keeping: d20", "没有“d20”"),
        ("{title: 其他, others: yes}", "{title: 其他}", "恰好要有一节写 others: yes"),
        ("{title: 其他, others: yes}", "{title: 其他, others: yes, documents: [filing_form]}", "排了 2 处"),
        ("id: penalty", "id: penalties", "文件名应为 penalties.yaml"),
        ("title: 正卷", "titel: 正卷", "titel"),
    ],
)
def test_what_is_wrong_is_told(old, new, told):
    assert old in WHOLE
    with pytest.raises(LawError, match=told):
        read(WHOLE.replace(old, new))
