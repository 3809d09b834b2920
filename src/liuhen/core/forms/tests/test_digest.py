"""What a signature signs changes with everything that is printed, and with nothing else."""

from __future__ import annotations

import hashlib
import json

import pytest

from liuhen.core.forms.digest import asked_content, content_digest, form_digest
from liuhen.core.forms.reading import read_form
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.tlog.errors import MalformedError

VOCABULARY = read_vocabulary({"documents": "record: 记录\n", "matters": "facts: 事实\n"})
FORM = """
document: record
title: 记录
origin: common
stage: 调查取证
fields:
  - {key: place, label: 地点, kind: text, required: yes}
  - {key: content, label: 情况, kind: long_text}
"""


def _form(text=FORM):
    return read_form(text, name="_forms/record.yaml", vocabulary=VOCABULARY)


def _signed(form=None, content=None, case="罚〔2026〕1号", about=("recording:5",)):
    return content_digest(form or _form(), content or {"place": "路口"}, case=case, about=about)


def test_the_digest_is_that_of_plain_json_anybody_can_write():
    said = {
        "about": ["recording:5"],
        "case": "罚〔2026〕1号",
        "content": {"place": "路口"},
        "form": "record",
        "form_sha256": form_digest(_form()),
        "v": 1,
    }
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert _signed() == hashlib.sha256(plain.encode()).hexdigest()


def test_comments_and_the_order_of_keys_are_no_part_of_a_form():
    turned = "# 注\n" + FORM.replace(
        "{key: place, label: 地点, kind: text, required: yes}", "{required: yes, kind: text, label: 地点, key: place}"
    )
    assert form_digest(_form(turned)) == form_digest(_form())


def test_another_word_of_the_form_or_of_the_content_is_another_digest():
    other = _form(FORM.replace("label: 地点", "label: 场所"))
    digests = [
        _signed(),
        _signed(other),
        _signed(content={"place": "桥头"}),
        _signed(case="罚〔2026〕2号"),
        _signed(about=()),
    ]
    assert len(set(digests)) == len(digests)


def test_what_is_empty_and_what_the_form_does_not_ask_is_left_out():
    content = {"former": "旧", "content": "", "place": "路口"}
    assert asked_content(_form(), content) == {"place": "路口"}
    assert _signed(content=content) == _signed()


def test_a_text_that_cannot_be_written_is_refused():
    with pytest.raises(MalformedError):
        _signed(content={"place": "\ud800"})
