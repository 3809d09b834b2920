"""Uploads against a real server: cut at random bytes, the server killed, two at once, no room. Nothing goes wrong."""

from __future__ import annotations

import hashlib
import os
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.instance import Instance, make_footage, new_instance
from tests.fault.uploading import Sender, chance_of, finish, free_port, kill, parts_of, send_broken, serving

FILES, CUTS = 25, 20
KILLS = 3

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return new_instance(tmp_path_factory.mktemp("uploads") / "home")


@pytest.fixture(scope="module")
def server(instance: Instance) -> Iterator[int]:
    port = free_port()
    with serving(instance, port):
        yield port


@pytest.fixture(scope="module")
def sender(server: int) -> Sender:
    return Sender(server).sign_in()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_files_cut_at_random_bytes_500_times_arrive_as_they_were(sender: Sender, instance: Instance) -> None:
    chance, broken = chance_of(20261121), 0
    for number in range(FILES):
        content = chance.randbytes(chance.randrange(1, 3_000_000))
        sent = send_broken(sender, content, CUTS, chance)
        assert sent.answer.headers["liuhen-digest"] == digest_of(content), number
        assert sender.ask("DELETE", sent.address).status_code == 204
        broken += sent.broken
    assert parts_of(instance) == []
    assert broken > FILES * CUTS // 2, "too few connections broke in the middle to prove anything"


def test_a_film_broken_on_the_way_becomes_a_recording(sender: Sender, instance: Instance, tmp_path: Path) -> None:
    [film] = make_footage(tmp_path, seconds=2)
    content = film.read_bytes()
    sent = send_broken(sender, content, 10, chance_of(1))
    result = sender.register(sent.answer.headers["liuhen-receipt"], film.name, sha256=digest_of(content))
    assert (result["outcome"], result["sha256"]) == ("stored", digest_of(content))
    assert parts_of(instance) == []
    assert instance.verify()["clean"]


def test_a_server_killed_in_the_middle_goes_on_with_the_upload(tmp_path: Path) -> None:
    instance, port, chance = new_instance(tmp_path / "home"), free_port(), chance_of(7)
    content = chance.randbytes(30_000_000)
    with serving(instance, port):
        sender = Sender(port).sign_in()
        address = sender.create(len(content))
    reached = [0]
    for _ in range(KILLS):
        with serving(instance, port) as server:
            _kill_while_receiving(server, sender, address, content, after=chance.randrange(100_000, 4_000_000))
        reached.append(len(_part(instance)))
        assert _part(instance) == content[: reached[-1]]
    assert reached == sorted(reached)
    assert reached[-1] > 0
    with serving(instance, port):
        assert sender.offset(address) == reached[-1]
        answer = finish(sender, address, content)
        assert answer.headers["liuhen-digest"] == digest_of(content)


def _part(instance: Instance) -> bytes:
    [part] = instance.home.glob("vault/uploads/*.part")
    return part.read_bytes()


def _kill_while_receiving(
    server: subprocess.Popen[bytes], sender: Sender, address: str, content: bytes, *, after: int
) -> None:
    offset = sender.offset(address)
    sender.cut(address, content[offset:], offset, min(after, len(content) - offset - 1), reset=False)
    time.sleep(0.3)  # on a slow machine it would else be killed before it had taken up the first byte
    kill(server)


def test_a_server_killed_with_a_whole_upload_gives_the_same_receipt_again(tmp_path: Path) -> None:
    instance, port = new_instance(tmp_path / "home"), free_port()
    [film] = make_footage(tmp_path / "card", seconds=2)
    content = film.read_bytes()
    with serving(instance, port):
        sender = Sender(port).sign_in()
        address = sender.create(len(content))
        assert sender.append(address, content, 0).status_code == 204
    with serving(instance, port):
        told = sender.ask("HEAD", address)
        assert told.headers["liuhen-digest"] == digest_of(content)
        assert sender.register(told.headers["liuhen-receipt"], film.name)["outcome"] == "stored"
    assert instance.verify()["clean"]


def test_of_two_clients_on_one_upload_only_one_writes_at_a_time(sender: Sender) -> None:
    content = chance_of(3).randbytes(40_000_000)
    address = sender.create(len(content))
    statuses: list[int] = []
    clients = [threading.Thread(target=_insist, args=(sender, address, content, statuses)) for _ in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert sender.ask("HEAD", address).headers["liuhen-digest"] == digest_of(content)
    assert set(statuses) <= {204, 409, 423}
    assert statuses.count(204) >= 10
    sender.ask("DELETE", address)


def _insist(sender: Sender, address: str, content: bytes, statuses: list[int]) -> None:
    """Send stretch after stretch from wherever the upload is, until it is whole."""
    while (offset := sender.offset(address)) < len(content):
        statuses.append(sender.append(address, content[offset : offset + 4_000_000], offset).status_code)


def test_a_stretch_broken_off_that_carried_a_checksum_is_dropped(sender: Sender) -> None:
    content = chance_of(4).randbytes(500_000)
    address = sender.create(len(content))
    said = "sha256 " + b64encode(hashlib.sha256(b"other").digest()).decode()
    assert sender.append(address, content, 0, upload_checksum=said).status_code == 460
    assert sender.offset(address) == 0
    right = "sha256 " + b64encode(hashlib.sha256(content).digest()).decode()
    answer = sender.append(address, content, 0, upload_checksum=right)
    assert answer.headers["liuhen-digest"] == digest_of(content)
    sender.ask("DELETE", address)


def test_a_refusal_reaches_a_sender_that_is_still_sending(sender: Sender) -> None:
    content = os.urandom(60_000_000)
    address = sender.create(len(content))
    answer = sender.append(address, content[1:], 1)
    assert (answer.status_code, "第 0 字节" in answer.json()["error"]) == (409, True)
    sender.ask("DELETE", address)


def test_an_upload_the_disk_has_no_room_for_is_refused_before_the_first_byte(
    sender: Sender, instance: Instance
) -> None:
    answer = sender.ask("POST", sender.endpoint, upload_length=str(10**15))
    assert (answer.status_code, "存储空间不足" in answer.json()["error"]) == (507, True)
    assert parts_of(instance) == []


def test_a_quota_is_kept_by_the_running_server(sender: Sender, instance: Instance) -> None:
    instance.run("agency", "quota", "测试局", "100MB")
    scarce = Sender(sender.port).sign_in()
    answer = scarce.ask("POST", scarce.endpoint, upload_length=str(10**9))
    assert (answer.status_code, "配额" in answer.json()["error"]) == (507, True)
    instance.run("agency", "quota", "测试局", "--unlimited")
