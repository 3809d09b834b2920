"""The verifier as an outsider gets it: one wheel in an empty environment, no Liuhen, no Django, no network."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools/verifier.py"
PACKAGE = ROOT / "tests/vectors/packages/format-1.zip"
KEY = "log.example/liuhen+480a211a+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
WITHOUT_NETWORK = ["unshare", "--map-root-user", "--net"]


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], cwd="/", capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel, and beside it the environment it was installed into."""
    folder = tmp_path_factory.mktemp("verifier")
    done = _run(sys.executable, TOOL, "--into", folder, "--install", folder / "environment")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def verifier(built: Path) -> Path:
    return built / "environment/bin/liuhen-verify"


def test_the_wheel_holds_the_verifier_and_what_it_stands_on(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("liuhen/")]
    floors = {tuple(name.split("/")[1:3]) for name in names if name.count("/") > 2}
    assert floors == {("core", "package"), ("core", "tlog")}
    assert {name.split("/")[1] for name in names} == {"__init__.py", "core", "verify"}
    assert not [name for name in names if "/tests/" in name]


def test_the_environment_holds_nothing_but_the_verifier_and_cryptography(built: Path) -> None:
    program = "import importlib.metadata as m; print(*sorted(d.name.lower() for d in m.distributions()))"
    done = _run(built / "environment/bin/python", "-c", program)
    assert done.stdout.split() == ["cffi", "cryptography", "liuhen-verify", "pycparser"]


def test_it_verifies_a_package(verifier: Path) -> None:
    done = _run(verifier, PACKAGE, "--key", KEY)
    assert (done.returncode, done.stderr) == (0, "")
    assert "核验通过" in done.stdout


def test_it_names_the_first_step_that_fails(verifier: Path, tmp_path: Path) -> None:
    raw = bytearray(PACKAGE.read_bytes())
    raw[len(raw) // 2] ^= 1
    changed = tmp_path / "changed.zip"
    changed.write_bytes(raw)
    done = _run(verifier, changed, "--key", KEY, "--lang", "en")
    assert done.returncode == 1
    assert "Not verified: step" in done.stdout


def test_it_verifies_where_there_is_no_network_at_all(verifier: Path) -> None:
    if _run(*WITHOUT_NETWORK, "true").returncode:
        pytest.skip("this machine does not let us take the network away (unshare --net)")
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    cut = _run(*WITHOUT_NETWORK, sys.executable, "-c", reach)
    assert "unreachable" in cut.stderr, "the network was not taken away, so the test would prove nothing"
    done = _run(*WITHOUT_NETWORK, verifier, PACKAGE, "--key", KEY)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_sources_make_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert _run(sys.executable, TOOL, "--into", tmp_path).returncode == 0
    [first], [second] = built.glob("*.whl"), tmp_path.glob("*.whl")
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()
