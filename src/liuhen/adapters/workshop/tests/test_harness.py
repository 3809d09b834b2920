"""A piece of work in its child: what comes back, and what nothing it does can harm."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from liuhen.adapters.workshop import kinds
from liuhen.adapters.workshop.kinds import ALLOWANCES, MAKERS, Allowance
from liuhen.adapters.workshop.parent import CRASHED, TIMED_OUT, ChildWorkshop
from liuhen.ports.workshop import Task, WorkFailed, WorkImpossible, WorkKind, Workshop

KIND = WorkKind.SURVEY
ROOMY = Allowance(1 << 30, 1 << 20, 30, 0)
CHILD = """
import sys
from liuhen.adapters.workshop.kinds import MAKERS
from liuhen.ports.workshop import WorkKind
MAKERS[WorkKind.SURVEY] = "liuhen.adapters.workshop.tests.makers:" + sys.argv.pop(1)
from liuhen.adapters.workshop.child import main
main()
"""


@pytest.fixture(autouse=True)
def _made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAKERS, KIND, "liuhen.adapters.workshop.tests.makers:honest")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(b"bytes of a camera")
    return path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def shop(maker: str, models: Path, allowance: Allowance = ROOMY) -> ChildWorkshop:
    return ChildWorkshop(
        models, allowances={**ALLOWANCES, KIND: allowance}, command=[sys.executable, "-c", CHILD, maker]
    )


def reason(maker: str, models: Path, source: Path, into: Path, allowance: Allowance = ROOMY) -> str:
    with pytest.raises(WorkFailed) as failure:
        shop(maker, models, allowance).work(Task(kind=KIND), source, into)
    assert not isinstance(failure.value, WorkImpossible)
    return str(failure.value)


def test_a_child_workshop_is_a_workshop(models: Path) -> None:
    workshop: Workshop = ChildWorkshop(models)
    assert workshop.missing(KIND) == ""


def test_work_is_done_in_another_process_and_its_files_come_back(source: Path, into: Path, models: Path) -> None:
    task = Task(kind=KIND, facts={"duration_ms": 5}, options={"from_ms": 1})
    work = shop("honest", models).work(task, source, into)
    assert work.tool == "honest 1"
    assert work.result["facts"] == {"duration_ms": 5}
    assert work.result["options"] == {"from_ms": 1}
    assert work.result["pid"] != os.getpid()
    assert [(file.name, file.content_type) for file in work.files] == [("copy", "text/plain")]
    assert work.files[0].path.read_bytes() == b"bytes of a camera"


def test_a_reason_given_by_the_maker_reaches_whoever_asked(source: Path, into: Path, models: Path) -> None:
    assert reason("failing", models, source, into) == "画面解码失败。"
    with pytest.raises(WorkImpossible, match="没有画面"):
        shop("impossible", models).work(Task(kind=KIND), source, into)


def test_a_mistake_of_the_program_is_a_failure_with_its_name(source: Path, into: Path, models: Path) -> None:
    assert "LookupError" in reason("stumbling", models, source, into)


def test_a_crash_harms_nobody_else(source: Path, into: Path, models: Path) -> None:
    assert reason("dying", models, source, into) == CRASHED


def test_memory_is_limited(source: Path, into: Path, models: Path) -> None:
    assert "内存" in reason("hungry", models, source, into)


def test_processor_time_is_limited(source: Path, into: Path, models: Path) -> None:
    assert reason("spinning", models, source, into, Allowance(1 << 30, 0, 1, 0)) == TIMED_OUT


def test_waiting_is_limited_and_grows_with_the_length_of_the_object(source: Path, into: Path, models: Path) -> None:
    assert reason("sleeping", models, source, into, Allowance(1 << 30, 1 << 20, 1, 0)) == TIMED_OUT
    assert Allowance(0, 0, 10, 0.5).wall(60_000) == 40
    assert Allowance(0, 0, 10, 0.5).wall(None) == 1810


def test_the_size_of_what_it_writes_is_limited(source: Path, into: Path, models: Path) -> None:
    assert "OSError" in reason("writing", models, source, into)


def test_a_link_is_not_taken_for_a_file_it_made(source: Path, into: Path, models: Path) -> None:
    assert reason("smuggling", models, source, into) == CRASHED


def test_it_reaches_no_network_where_the_kernel_lets_it_give_that_up(source: Path, into: Path, models: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        task = Task(kind=KIND, options={"host": host, "port": port})
        result = shop("calling", models).work(task, source, into).result
    if result["reached"]:
        pytest.skip("this kernel or user may not give up the network; media are opened without any protocol")
    assert "unreachable" in result["why"]


ORDINARY = """
import os
import encodings.idna, liuhen.adapters.workshop.child, liuhen.adapters.workshop.tests.makers
os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))
"""
"""Not root, as the service is: what it needs is imported before, wherever that lies."""


def test_it_reaches_no_network_as_an_ordinary_user_either(source: Path, into: Path, models: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        task = Task(kind=KIND, options={"host": host, "port": port})
        workshop = ChildWorkshop(models, command=[sys.executable, "-c", ORDINARY + CHILD, "calling"])
        result = workshop.work(task, source, into).result
    if result["reached"] and not _namespaces_for_everybody():
        pytest.skip("this kernel lets no ordinary user give up the network; media are opened without any protocol")
    assert not result["reached"]
    assert "unreachable" in result["why"]


def _namespaces_for_everybody() -> bool:
    """Whether an ordinary user may make a user namespace here, asked of the kernel in the plainest way."""
    program = ORDINARY + "import ctypes\nraise SystemExit(ctypes.CDLL(None).unshare(0x50000000) != 0)"
    return subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


ASKING = """
import sys
from pathlib import Path
from liuhen.adapters.workshop.kinds import MAKERS
from liuhen.adapters.workshop.parent import ChildWorkshop
from liuhen.ports.workshop import Task, WorkKind
child, source, into, models = sys.argv[1:]
MAKERS[WorkKind.SURVEY] = "liuhen.adapters.workshop.tests.makers:sleeping"
workshop = ChildWorkshop(Path(models), command=[sys.executable, "-c", child, "sleeping"])
workshop.work(Task(kind=WorkKind.SURVEY), Path(source), Path(into))
"""


def test_it_ends_when_the_process_that_asked_is_killed(source: Path, into: Path, models: Path) -> None:
    asking = subprocess.Popen([sys.executable, "-c", ASKING, CHILD, str(source), str(into), str(models)])
    try:
        pid = _pid_in(into / "pid")
        assert Path(f"/proc/{pid}").exists()
    finally:
        asking.kill()
        asking.wait()
    _until_gone(pid)


def _pid_in(file: Path) -> int:
    for _ in range(300):
        if file.exists() and (words := file.read_text()):
            return int(words)
        time.sleep(0.1)
    raise AssertionError("the child never began")


def _until_gone(pid: int) -> None:
    for _ in range(300):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)
    raise AssertionError("the child outlived its parent")


def test_several_pieces_are_done_at_once(source: Path, tmp_path: Path, models: Path) -> None:
    done: list[int] = []

    def one(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        done.append(shop("honest", models).work(Task(kind=KIND), source, folder).result["pid"])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(done)) == 3


def test_what_a_maker_lacks_is_told_before_any_child_is_started(source: Path, into: Path, tmp_path: Path) -> None:
    workshop = ChildWorkshop(tmp_path / "nothing", command=["/nonexistent"])
    assert workshop.missing(KIND) == "没有安装模型。"
    with pytest.raises(WorkImpossible, match="没有安装模型"):
        workshop.work(Task(kind=KIND), source, into)


def test_a_kind_without_a_program_says_so(monkeypatch: pytest.MonkeyPatch, models: Path) -> None:
    monkeypatch.setitem(MAKERS, KIND, "liuhen.adapters.workshop.not_there:make")
    assert "没有安装" in ChildWorkshop(models).missing(KIND)
    assert set(kinds.MAKERS) == set(kinds.ALLOWANCES) == set(WorkKind)
