"""The command: exit codes, languages, and that it runs without Django and without a network."""

import io
import json
import subprocess
import sys
import textwrap

import pytest

from liuhen.core.package.tests.sample import build
from liuhen.core.tlog.tests.keys import FixedSigner
from liuhen.verify import cli
from liuhen.verify.cli import main
from liuhen.verify.messages import STEP_NAMES

KEY = str(FixedSigner().verifier)


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "证据包.zip"
    with path.open("w+b") as out:
        build(out)
    return path


def test_a_true_package_ends_with_0_and_warns_when_no_key_was_given(package, capsys):
    assert main([str(package)]) == 0
    shown = capsys.readouterr().out
    assert "核验通过" in shown
    assert "未提供 --key" in shown
    assert all(f"{n}. {name['zh']}" in shown for n, name in STEP_NAMES.items())


def test_with_the_right_key_nothing_is_left_to_compare(package, capsys):
    assert main([str(package), "--key", KEY, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "Verified." in shown
    assert "no --key" not in shown


def test_a_changed_package_ends_with_1_and_names_the_step(package, capsys):
    raw = package.read_bytes()
    package.write_bytes(raw.replace(b"%PDF-1.4", b"%PDF-1.5"))
    assert main([str(package)]) == 1
    shown = capsys.readouterr().out
    assert "第 4 步" in shown
    assert "documents/0001.pdf" in shown


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "文件是空的"), (b"%PDF-1.7 no zip", "不是证据包"), (b"PK\x03\x04 cut", "不完整")]
)
def test_what_is_no_package_is_said_plainly(tmp_path, capsys, content, words):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert main([str(path)]) == 1
    assert words in capsys.readouterr().out


def test_a_missing_file_a_folder_and_a_bad_key_end_with_2(tmp_path, package, capsys):
    assert main([str(tmp_path / "none.zip")]) == 2
    assert "无法打开" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert main([str(package), "--key", "x"]) == 2
    assert "--key" in capsys.readouterr().err


def test_the_json_report_says_the_same(package, capsys):
    assert main([str(package), "--json", "--key", KEY]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["verified"] is True
    assert report["key_source"] == "given"
    assert [step["outcome"] for step in report["steps"]] == ["passed"] * 9


def test_text_in_a_package_cannot_steer_the_terminal(package, capsys):
    raw = package.read_bytes()
    package.write_bytes(raw.replace(b"documents/0001.pdf", b"documents/\x1b[2J.pdf"))
    assert main([str(package)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_it_runs_without_django_pydantic_or_a_network(package):
    program = textwrap.dedent(
        """
        import socket, sys

        class Block:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in {"django", "pydantic", "yaml", "av", "click", "rich"}:
                    raise ImportError(name)
                if name.startswith(("liuhen.apps", "liuhen.site", "liuhen.adapters", "liuhen.ports")):
                    raise ImportError(name)

        def refuse(*args, **kwargs):
            raise OSError("no network here")

        sys.meta_path.insert(0, Block())
        socket.socket = refuse
        from liuhen.verify.cli import main
        sys.exit(main(sys.argv[1:]))
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(package), "--key", KEY], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "核验通过" in done.stdout


def test_it_prints_into_any_stream_and_a_terminal_without_chinese_gets_escapes(package, monkeypatch):
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stdout", plain)
    assert main([str(package)]) == 0
    assert "核验通过" in plain.getvalue()
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    assert main([str(package)]) == 0
    assert b"\\u6838" in raw.getvalue()


def test_progress_is_shown_for_big_packages_only(package, monkeypatch, capsys):
    assert main([str(package)]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(cli, "_BIG", 1)
    assert main([str(package)]) == 0
    assert "100 %" in capsys.readouterr().err
    assert main([str(package), "--quiet"]) == 0
    assert capsys.readouterr().err == ""
