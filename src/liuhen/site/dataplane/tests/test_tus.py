"""What the upload protocol promises: tus 1.0 with its status codes, every byte answered for, nothing half-stored."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from liuhen.apps.recordings import tickets
from liuhen.apps.recordings.tickets import MediaTicket, UploadTicket, redeem_receipt
from liuhen.ports.outside import Outside, install
from liuhen.ports.upload_store import UploadState
from liuhen.ports.vault import VaultFull
from liuhen.site.dataplane import body
from liuhen.site.dataplane.tests.plane import Answer, ask
from liuhen.site.testing import outside_at
from liuhen.site.wiring import make_outside

CONTENT = hashlib.shake_128(b"film").digest(3_000_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
SESSION = "s3ss10n"
STRETCH = {"content-type": "application/offset+octet-stream"}


@pytest.fixture(autouse=True)
def own(tmp_path: Path) -> Iterator[Outside]:
    with outside_at(home=tmp_path) as made:
        yield made


def headers(ticket: UploadTicket | MediaTicket | None = None) -> dict[str, str]:
    text = tickets.issue(ticket or UploadTicket(3, 7), SESSION)
    return {"cookie": f"sessionid={SESSION}", "tus-resumable": "1.0.0", "liuhen-ticket": text}


def call(method: str, path: str, content: bytes = b"", /, **more: str) -> Answer:
    given = {**headers(), **{key.replace("_", "-"): value for key, value in more.items()}}
    pieces = [content[at : at + 100_000] for at in range(0, len(content), 100_000)]
    answer = ask(method, path, given, body=pieces)
    assert answer
    return answer


def create(length: int = len(CONTENT), /, **more: str) -> str:
    answer = call("POST", "/data/tus/", upload_length=str(length), **more)
    assert answer.status == 201, answer.body
    return answer.headers["location"]


def send(path: str, content: bytes, offset: int, /, **more: str) -> Answer:
    return call("PATCH", path, content, **STRETCH, upload_offset=str(offset), **more)


def metadata(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def offset_of(path: str) -> int:
    return int(call("HEAD", path).headers["upload-offset"])


def files(own: Outside) -> list[Path]:
    root = own.vault.root  # type: ignore[attr-defined]
    return [path for path in (*root.glob("uploads/*.part"), *root.glob("incoming/*"))]


def test_what_the_server_offers_is_said_without_a_ticket() -> None:
    answer = ask("OPTIONS", "/data/tus/")
    assert answer
    assert (answer.status, answer.headers["tus-version"], answer.headers["tus-resumable"]) == (204, "1.0.0", "1.0.0")
    assert set(answer.headers["tus-extension"].split(",")) == {
        *("creation", "creation-with-upload", "termination", "checksum", "expiration"),
    }
    assert answer.headers["tus-checksum-algorithm"] == "sha256,sha1,md5"


def test_a_file_sent_in_one_stretch_is_whole_hashed_and_can_be_claimed_once(own: Outside) -> None:
    path = create(upload_metadata=metadata(filename="卡/001.mp4", lastModified="1763700000000"))
    answer = send(path, CONTENT, 0)
    assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(CONTENT)))
    assert answer.headers["liuhen-digest"] == DIGEST
    receipt = redeem_receipt(answer.headers["liuhen-receipt"])
    assert (receipt.intake, receipt.person, receipt.sha256, receipt.size) == (3, 7, DIGEST, len(CONTENT))
    upload = own.uploads.look(receipt.name)
    assert (upload.about["name"], upload.about["last_modified"]) == ("卡/001.mp4", "1763700000000")
    staged = own.uploads.claim(receipt.name)
    assert (staged.path.read_bytes(), staged.sha256) == (CONTENT, DIGEST)
    assert own.vault.commit(staged).sha256 == DIGEST


def test_an_upload_goes_on_where_it_was_cut(own: Outside) -> None:
    path = create()
    given = {**headers(), **STRETCH, "upload-offset": "0", "content-length": str(len(CONTENT))}
    assert ask("PATCH", path, given, body=[CONTENT[:1_234_567]], cut=True) is None
    assert offset_of(path) == 1_234_567
    assert send(path, CONTENT[1_234_567:], 1_234_567).headers["liuhen-digest"] == DIGEST


def test_an_upload_goes_on_after_the_server_was_started_again(own: Outside, tmp_path: Path) -> None:
    path = create()
    assert send(path, CONTENT[:999_999], 0).status == 204
    install(make_outside(tmp_path))
    assert offset_of(path) == 999_999
    answer = send(path, CONTENT[999_999:], 999_999)
    assert answer.headers["liuhen-digest"] == DIGEST
    again = make_outside(tmp_path)
    assert again.uploads.claim(path.rpartition("/")[2]).sha256 == DIGEST


def test_a_file_sent_with_its_creation_is_whole_at_once() -> None:
    answer = call("POST", "/data/tus/", CONTENT, upload_length=str(len(CONTENT)), **STRETCH)
    assert (answer.status, answer.headers["upload-offset"]) == (201, str(len(CONTENT)))
    assert answer.headers["liuhen-digest"] == DIGEST


def test_part_of_a_file_sent_with_its_creation_is_kept() -> None:
    answer = call("POST", "/data/tus/", CONTENT[:500], upload_length=str(len(CONTENT)), **STRETCH)
    assert (answer.status, answer.headers["upload-offset"]) == (201, "500")
    assert "upload-expires" in answer.headers


def test_an_empty_file_is_whole_when_it_is_created() -> None:
    answer = call("POST", "/data/tus/", upload_length="0")
    assert answer.headers["liuhen-digest"] == hashlib.sha256().hexdigest()


@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
def test_a_stretch_that_is_not_what_it_should_be_is_dropped(own: Outside, algorithm: str) -> None:
    path = create()
    assert send(path, CONTENT[:777], 0, upload_checksum=checksum(CONTENT[:777], algorithm)).status == 204
    answer = send(path, b"x" * 2_000_000, 777, upload_checksum=checksum(CONTENT[777:2_000_777], algorithm))
    assert (answer.status, offset_of(path)) == (460, 777)
    answer = send(path, CONTENT[777:], 777, upload_checksum=checksum(CONTENT[777:], algorithm))
    assert answer.headers["liuhen-digest"] == DIGEST


def test_a_stretch_with_a_checksum_that_was_cut_is_dropped_for_it_cannot_be_judged() -> None:
    path = create()
    given = {**headers(), **STRETCH, "upload-offset": "0", "upload-checksum": checksum(CONTENT)}
    assert ask("PATCH", path, given, body=[CONTENT[:1000]], cut=True) is None
    assert offset_of(path) == 0
    assert send(path, CONTENT, 0).headers["liuhen-digest"] == DIGEST


@pytest.mark.parametrize("said", ["crc32 AAAA", "sha256", "sha256 !!!", "sha1 AAAA", ""])
def test_a_checksum_that_says_nothing_sensible_is_400(said: str) -> None:
    path = create()
    assert send(path, CONTENT, 0, upload_checksum=said).status == 400
    assert offset_of(path) == 0


def test_a_whole_that_is_not_what_was_stated_is_removed(own: Outside) -> None:
    path = create(upload_metadata=metadata(sha256=hashlib.sha256(b"other").hexdigest()))
    assert send(path, CONTENT[:100], 0).status == 204
    answer = send(path, CONTENT[100:], 100)
    assert (answer.status, "不符" in answer.json["error"]) == (460, True)
    assert call("HEAD", path).status == 410
    assert files(own) == []
    assert [one.state for one in own.uploads.ended()] == [UploadState.GIVEN_UP]


def test_a_whole_that_is_what_was_stated_is_taken_in_whatever_letters() -> None:
    path = create(upload_metadata=metadata(sha256=DIGEST.upper()))
    assert send(path, CONTENT, 0).status == 204


@pytest.mark.parametrize("offset", [0, 99, 101, 3_000_000, 10**15])
def test_a_wrong_offset_is_409_and_changes_nothing(offset: int) -> None:
    path = create()
    send(path, CONTENT[:100], 0)
    assert (send(path, CONTENT[100:], offset).status, offset_of(path)) == (409, 100)


def test_more_bytes_than_announced_are_refused_and_dropped() -> None:
    path = create(100)
    assert send(path, b"x" * 200, 0, content_length="200").status == 413
    assert send(path, b"x" * 200, 0).status == 413
    assert offset_of(path) == 0


def test_an_upload_nobody_goes_on_with_runs_out(own: Outside) -> None:
    path = create()
    send(path, CONTENT[:100], 0)
    root = own.vault.root  # type: ignore[attr-defined]
    long_ago = (own.clock.now() - tickets.KEPT_UNFINISHED - timedelta(minutes=1)).timestamp()
    for file in (root / "uploads").glob(path.rpartition("/")[2] + ".*"):
        os.utime(file, (long_ago, long_ago))
    assert call("HEAD", path).status == 410
    assert send(path, CONTENT[100:], 100).status == 410


def test_an_upload_given_up_is_gone_with_its_bytes(own: Outside) -> None:
    path = create()
    send(path, CONTENT[:100], 0)
    assert call("DELETE", path).status == 204
    assert [call(method, path).status for method in ("HEAD", "DELETE")] == [410, 410]
    assert send(path, CONTENT[100:], 100).status == 410
    assert files(own) == []


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_of_the_protocol_is_412(version: str) -> None:
    answer = call("POST", "/data/tus/", tus_resumable=version, upload_length="1")
    assert (answer.status, answer.headers["tus-version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 400),
        ({"upload_length": "-1"}, 400),
        ({"upload_length": "1e3"}, 400),
        ({"upload_length": "9" * 30}, 400),
        ({"upload_length": "9" * 18}, 507),
        ({"upload_defer_length": "1"}, 400),
        ({"upload_length": "1", "upload_concat": "partial"}, 400),
        ({"upload_length": "1", "upload_metadata": "filename !!"}, 400),
        ({"upload_length": "1", "upload_metadata": "filename /w=="}, 400),
        ({"upload_length": "1", "upload_metadata": metadata(sha256="abc")}, 400),
        ({"upload_length": "1", "upload_metadata": "a " + "A" * 40_000}, 400),
    ],
)
def test_a_creation_that_says_nothing_sensible_begins_nothing(own: Outside, more: dict[str, str], status: int) -> None:
    assert call("POST", "/data/tus/", **more).status == status
    assert own.uploads.standing() == []
    assert files(own) == []


def test_a_stretch_must_say_that_it_is_one() -> None:
    path = create()
    assert call("PATCH", path, b"x", upload_offset="0").status == 415
    assert call("PATCH", path, b"x", **STRETCH).status == 400


@pytest.mark.parametrize("ticket", [UploadTicket(4, 7), UploadTicket(3, 8)])
def test_an_upload_of_another_intake_or_person_is_not_there(ticket: UploadTicket) -> None:
    path = create()
    for method in ("HEAD", "DELETE"):
        assert call(method, path, **headers(ticket)).status == 404
    assert send(path, CONTENT, 0, **headers(ticket)).status == 404


def test_any_fresh_ticket_of_the_same_intake_and_person_will_do() -> None:
    path = create()
    assert send(path, CONTENT, 0, **headers(UploadTicket(3, 7, room=5))).status == 204


@pytest.mark.parametrize("ticket", ["", "nonsense", tickets.issue(MediaTicket(DIGEST, "video/mp4"), SESSION)])
def test_without_a_ticket_nothing_is_done(ticket: str) -> None:
    assert call("POST", "/data/tus/", upload_length="1", liuhen_ticket=ticket).status == 403
    assert call("HEAD", "/data/tus/" + "0" * 32, liuhen_ticket=ticket).status == 403


def test_a_ticket_is_worth_nothing_in_another_browser() -> None:
    assert call("POST", "/data/tus/", upload_length="1", cookie="sessionid=another").status == 403


@pytest.mark.parametrize("name", ["0" * 32, "x", "../incoming/x", "%2e%2e"])
def test_an_upload_there_never_was_is_404(name: str) -> None:
    assert call("HEAD", "/data/tus/" + name).status == 404


def test_a_method_may_be_said_in_a_header_for_proxies_that_know_no_patch() -> None:
    path = create()
    answer = call("POST", path, CONTENT, **STRETCH, upload_offset="0", x_http_method_override="PATCH")
    assert answer.headers["liuhen-digest"] == DIGEST


def test_no_room_on_the_disk_is_said_before_the_first_byte(own: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(size: int) -> None:
        raise VaultFull("存储空间不足")

    path = create()
    monkeypatch.setattr(own.vault, "need_room", full)
    answer = call("POST", "/data/tus/", upload_length="1")
    assert (answer.status, answer.json["error"]) == (507, "存储空间不足")
    assert (send(path, CONTENT, 0).status, offset_of(path)) == (507, 0)


def test_a_disk_that_fills_up_on_the_way_keeps_what_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    path, write = create(), os.pwrite
    room = 2 << 20

    def pwrite(fd: int, data: memoryview, at: int) -> int:
        if at + len(data) > room:
            raise OSError(28, "No space left on device")
        return write(fd, data, at)

    monkeypatch.setattr(os, "pwrite", pwrite)
    answer = send(path, CONTENT, 0)
    assert (answer.status, "磁盘已满" in answer.json["error"]) == (507, True)
    monkeypatch.undo()
    assert offset_of(path) == room
    assert send(path, CONTENT[room:], room).headers["liuhen-digest"] == DIGEST


def test_room_promised_to_one_upload_is_not_given_to_another(own: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(own.vault, "need_room", asked.append)
    first = create(1000)
    send(first, b"x" * 400, 0)
    create(50)
    assert asked == [1000, 1000, 650]


def test_a_quota_is_said_before_the_first_byte_and_counts_what_is_on_its_way() -> None:
    scarce = headers(UploadTicket(3, 7, room=1000))
    assert call("POST", "/data/tus/", upload_length="1001", **scarce).status == 507
    create(600, **scarce)
    answer = call("POST", "/data/tus/", upload_length="401", **scarce)
    assert answer.status == 507
    assert "还可存入 400 B，此文件有 401 B" in answer.json["error"]
    create(400, **scarce)


def test_a_quota_counts_what_is_on_its_way_to_the_agency_for_any_intake() -> None:
    create(600, **headers(UploadTicket(3, 7, room=1000, agency=5)))
    more = {"upload_length": "401"}
    assert call("POST", "/data/tus/", **more, **headers(UploadTicket(4, 8, room=1000, agency=5))).status == 507
    assert call("POST", "/data/tus/", **more, **headers(UploadTicket(4, 8, room=1000, agency=6))).status == 201


def test_a_sender_that_falls_silent_is_taken_to_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "SILENCE", 0.05)
    path = create()
    given = {**headers(), **STRETCH, "upload-offset": "0"}
    assert ask("PATCH", path, given, body=[CONTENT[:10], CONTENT[10:20]], stall=True) is None
    assert offset_of(path) == 20


def test_the_answer_to_the_last_byte_can_be_had_again() -> None:
    path = create()
    first = send(path, CONTENT, 0)
    assert call("HEAD", path).headers["liuhen-digest"] == first.headers["liuhen-digest"]
    assert send(path, b"", len(CONTENT)).status == 204
