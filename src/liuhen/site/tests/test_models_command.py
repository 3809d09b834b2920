"""`liuhen models` lists every recogniser with its state; no instance is needed for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from liuhen.site.cli.models import models


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIUHEN_MODELS", str(tmp_path / "models"))


def test_without_a_speech_model_the_exit_code_says_that_something_is_lacking(tmp_path: Path) -> None:
    answer = CliRunner().invoke(models, ["--json"])
    assert answer.exit_code == 1
    told = json.loads(answer.output)
    assert told["folder"] == str(tmp_path / "models")
    states = {row["work"]: row["state"] for row in told["models"]}
    assert states["人声"] == "ready"
    assert states["语音转文字"] == "model_missing"


def test_the_table_says_where_a_model_belongs_how_to_install_it_and_the_digest_of_what_is_there(tmp_path: Path) -> None:
    text = CliRunner().invoke(models).output
    assert f"位置　{tmp_path / 'models' / 'transcript'}" in text
    assert "安装　docs/how-to/install-models.md" in text
    assert re.search(r"摘要　SHA-256 [0-9a-f]{64}\n", text)


def test_a_folder_that_holds_no_whole_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "models/transcript/half-a-paraformer-zh").mkdir(parents=True)
    text = CliRunner().invoke(models).output
    assert "语音转文字：half-a-paraformer-zh" in text
    assert "模型不完整" in text
