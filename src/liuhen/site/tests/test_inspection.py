"""`liuhen log verify` tells of uploads on their way as information; they are no fault."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from liuhen.apps.journal.actions import publish
from liuhen.ports.outside import outside
from liuhen.site.cli.main import cli
from liuhen.site.testing import make_cast, outside_at
from liuhen.site.tests.test_case_commands import NOW


@pytest.fixture
def verify(db, tmp_path, monkeypatch):
    """Run `liuhen log verify` on a small instance."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))
    with outside_at(NOW):
        make_cast()
        publish()
        yield lambda *words: CliRunner().invoke(cli, ["log", "verify", *words])


def upload(length: int, come: int, ago: timedelta) -> None:
    made = outside().uploads.create(length, {"name": "a.mp4"}, now=NOW - ago)
    if come:
        with outside().uploads.receive(made.id, 0) as receiver:
            receiver.write([b"x" * come])
            receiver.settle()


def test_without_uploads_that_is_said(verify):
    answer = verify()
    assert answer.exit_code == 0
    assert "没有未完成的上传。" in answer.output
    assert json.loads(verify("--json").output)["uploads"] == {
        "number": 0,
        "received": 0,
        "announced": 0,
        "oldest": None,
    }


def test_uploads_on_their_way_are_counted_and_are_no_fault(verify):
    upload(3000, 1000, timedelta(hours=1))
    upload(2000, 0, timedelta(hours=30))
    answer = verify()
    assert answer.exit_code == 0
    assert "未完成的上传 2 个，已收到 1.0 kB，共 5.0 kB；最久未动的停在" in answer.output
    told = json.loads(verify("--json").output)
    assert told["clean"]
    assert (told["uploads"]["number"], told["uploads"]["received"], told["uploads"]["announced"]) == (2, 1000, 5000)
    assert told["notices"] == []
