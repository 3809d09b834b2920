"""`liuhen agency`: an agency is registered, bound to texts and given its numbers; each mistake is named."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from liuhen.apps.journal.queries import count, entries_about
from liuhen.apps.lawlib.queries import names_binding, numbers_of
from liuhen.apps.people.queries import agency_named
from liuhen.core.errors import LiuhenError
from liuhen.site.cli.main import cli
from liuhen.site.testing import outside_at

CITY = "某市交通局"


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run the command line on an instance with one agency; give what it said, whether it did what was asked or not."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))

    def ran(*words):
        done = CliRunner().invoke(cli, ["agency", *words])
        said = str(done.exception) if isinstance(done.exception, LiuhenError) else done.output
        return done.exit_code == 0, said

    with outside_at():
        ran("add", CITY, "--code", "city", "--territory", "guangdong", "--field", "transport")
        yield ran


def test_an_agency_is_registered_bound_and_listed(run):
    assert run("bind", CITY, "gd-province-2018", "gd-transport-2019") == (
        True,
        f"{CITY} 已适用 gd-province-2018、gd-transport-2019。\n",
    )
    assert run("number", CITY, "gathering_hours", "24")[0]
    agency = agency_named(CITY)
    assert agency is not None
    assert (agency.territory, agency.field) == ("guangdong", "transport")
    assert names_binding(agency) == ["gd-province-2018", "gd-transport-2019"]
    assert numbers_of(agency) == {"gathering_hours": "24"}
    assert [entry.kind for entry in entries_about("agency", "city")] == ["people.agency_added", "lawlib.number_set"]
    ok, listed = run("list")
    assert ok
    assert "gd-transport-2019" in listed
    assert "gathering_hours=24" in listed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", CITY, "--code", "other"), "早已登记"),
        (("add", "乙局", "--code", "city"), "已被使用"),
        (("add", "乙局", "--code", "有空 格"), "不合要求"),
        (("add", "乙局", "--code", "b", "--territory", "atlantis"), "没有行政区划代码 atlantis"),
        (("add", "乙局", "--code", "b", "--field", "magic"), "没有执法领域代码 magic"),
        (("add", "乙局", "--code", "b", "--parent", "无此局"), "没有名为“无此局”的机构"),
        (("bind", CITY, "gd-transport-2019", "nowhere-1900"), "nowhere-1900"),
        (("bind", "无此局", "gd-transport-2019"), "liuhen agency list"),
        (("number", CITY, "wishes", "3"), "没有代码为 wishes 的事项"),
        (("number", CITY, "gathering_hours", "0"), "0"),
        (("quota", CITY, "viel"), "500GB"),
        (("quota", CITY, "-5GB"), "-5"),
        (("quota", "无此局", "5GB"), "liuhen agency list"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_written(run, words, said):
    before = count()
    ok, told = run(*words)
    assert not ok
    assert said in told
    assert count() == before


def test_what_was_set_once_is_not_set_again(run):
    run("bind", CITY, "gd-transport-2019")
    run("number", CITY, "gathering_hours", "24")
    before = count()
    assert "早已适用" in run("bind", CITY, "gd-transport-2019")[1]
    assert "早已定为 24" in run("number", CITY, "gathering_hours", "48")[1]
    assert count() == before


def test_a_quota_is_set_shown_and_taken_away(run):
    assert "未设配额" in run("quota", CITY)[1]
    assert "配额 1.5 TB" in run("quota", CITY, "1.5TB")[1]
    assert "已用 0 B，配额 1.5 TB" in run("quota", CITY)[1]
    assert "未设配额" in run("quota", CITY, "--unlimited")[1]
