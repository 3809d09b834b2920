"""`liuhen law show TEXT ARTICLE` says in Chinese all that a duty states, so that a jurist need not read YAML."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.lawbook.duty_words import duty_words
from liuhen.site.cli.law import law

ROOT = Path(__file__).parents[2]
LAW = DiskLawFolder(ROOT / "law")
CODE = re.compile(r"(?<![a-z0-9-])[a-z]+(?:_[a-z]+)+(?![a-z0-9-])")


def shown(text, article):
    result = CliRunner().invoke(law, ["show", str(text), str(article)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("id", LAW.ids())
def test_every_duty_is_said_without_a_code(id):
    text = LAW.text(id)
    for duty in text.duties:
        lines = dict(duty_words(duty, text.vocabulary))
        assert {"要求", "人工认定"} & set(lines), f"{duty.id} says nothing of what it asks"
        assert not [line for line in lines.values() if not line or CODE.search(line)], duty.id


@pytest.mark.parametrize(
    ("article", "words"),
    [
        (3, ["要求：至少：2；人员：执法人员", "议题：行政检查的文字记录", "文书：现场笔录"]),
        (4, ["从：到达现场", "到：离开现场", "记录形式：录像", "可以中断的原因："]),
        (5, ["报告：无法继续记录的报告，向谁：负责人", "期限：自"]),
        (6, ["期限：自音像记录制作完成起 24 小时内", "3 个工作日内", "应发生的事：存储"]),
        (7, ["至少：自音像记录制作完成起 180 日", "长期保存：是"]),
        (8, ["审批次序：（批准：", "职责：负责人"]),
        (9, ["须在其前：", "条件：（", "审核通过：法制审核"]),
    ],
)
def test_the_example_s_periods_and_needs_are_listed_in_words(article, words):
    found = shown(ROOT / "docs/how-to/example-regulation", article)
    assert [word for word in words if word not in found] == [], found


def test_without_an_article_only_the_table_is_shown():
    result = CliRunner().invoke(law, ["show", "gd-transport-2019"])
    assert "要求：" not in result.stdout
