"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

TEXT_BOUND = declare("lawlib.text_bound", "适用文本", "确定本机构适用该文本")
NUMBER_SET = declare("lawlib.number_set", "确定事项", "确定了文本交由本机构确定的事项")
