"""`liuhen document`: words of running numbers and seals are set up, each mistake is named."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from liuhen.apps.documents.queries import seals_of, series_of
from liuhen.apps.documents.tests.conftest import png
from liuhen.core.errors import LiuhenError
from liuhen.site.cli.main import cli
from liuhen.site.testing import make_cast, outside_at

AGENCY = "市交通运输综合行政执法局"


@pytest.fixture
def cast(db):
    with outside_at():
        yield make_cast()


@pytest.fixture
def run(cast, tmp_path, monkeypatch):
    """Run the command line on an instance; give whether it did what was asked, and what it said."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))

    def ran(*words):
        done = CliRunner().invoke(cli, ["document", *map(str, words)])
        said = str(done.exception) if isinstance(done.exception, LiuhenError) else done.output
        return done.exit_code == 0, said

    return ran


def test_the_forms_are_listed_with_their_words(run):
    ok, said = run("forms")
    assert ok
    first = said.splitlines()[0].split()
    assert first == ["filing_form", "1", "—", "立案登记表"]
    assert any(line.split() == ["penalty_decision", "15", "罚", "行政处罚决定书"] for line in said.splitlines())


def test_a_word_is_set_and_the_next_number_told(run, cast):
    assert run("word", "penalty_decision", "粤交执罚", "--agency", AGENCY, "--year", 2026) == (
        True,
        f"{AGENCY}：下一份《行政处罚决定书》的文号为 粤交执罚〔2026〕1号。\n",
    )
    assert [one.word for one in series_of(cast.agency, 2026)] == ["粤交执罚"]
    assert run("word", "penalty_decision", "罚 1", "--agency", AGENCY, "--year", 2026)[1].startswith("代字只写")
    assert "没有名为“乡”的机构" in run("word", "penalty_decision", "罚", "--agency", "乡", "--year", 2026)[1]


def test_a_seal_is_entrusted_and_withdrawn(run, cast, tmp_path):
    image, broken = tmp_path / "seal.png", tmp_path / "broken.png"
    image.write_bytes(png())
    broken.write_bytes(b"no picture")
    assert "登录名为 nobody" in run("seal", "执法专用章", image, "--keeper", "nobody")[1]
    assert "另选保管人" in run("seal", "执法专用章", image, "--keeper", "system_admin")[1]
    assert "PNG" in run("seal", "执法专用章", broken, "--keeper", "handler")[1]
    assert run("seal", "执法专用章", image, "--keeper", "handler") == (True, "已启用“执法专用章”，由 陈立 保管。\n")
    assert [seal.name for seal in seals_of(cast.handler, cast.agency)] == ["执法专用章"]
    assert run("withdraw-seal", "执法专用章", "--agency", AGENCY)[0]
    assert seals_of(cast.handler, cast.agency) == []
    assert "没有名为“执法专用章”的在用印章" in run("withdraw-seal", "执法专用章", "--agency", AGENCY)[1]
