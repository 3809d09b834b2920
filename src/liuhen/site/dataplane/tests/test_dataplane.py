"""What the data plane promises: bytes only on a valid ticket, durable before the answer, ranges as in RFC 9110."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.apps.recordings import tickets
from liuhen.apps.recordings.tickets import MediaTicket, UploadTicket
from liuhen.ports.outside import Outside
from liuhen.site.dataplane.ranges import Unsatisfiable, part_asked
from liuhen.site.dataplane.tests.plane import Answer, ask
from liuhen.site.testing import outside_at

CONTENT = bytes(range(256)) * 4096  # 1 MiB
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def own() -> Iterator[Outside]:
    with outside_at() as made:
        yield made


@pytest.fixture
def media(own: Outside) -> str:
    """The address of a kept object of one mebibyte."""
    own.vault.commit(own.vault.stage([CONTENT]))
    return "/data/media/" + issue(MediaTicket(DIGEST, "video/mp4"))


SESSION = "s3ss10n"
SIGNED_IN = {"cookie": f"csrftoken=x; sessionid={SESSION}"}


def issue(ticket: MediaTicket | UploadTicket) -> str:
    return tickets.issue(ticket, SESSION)


def get(path: str, **headers: str) -> Answer:
    answer = ask("GET", path, SIGNED_IN | {key.replace("_", "-"): value for key, value in headers.items()})
    assert answer
    return answer


@pytest.mark.parametrize("path", ["/data/media/", "/data/media/nonsense", "/data/media/../x"])
def test_a_made_up_ticket_is_refused(path: str) -> None:
    assert get(path).status == 403


def test_a_ticket_of_one_kind_is_none_of_another() -> None:
    assert get("/data/media/" + issue(UploadTicket(1, 1))).status == 403


@pytest.mark.parametrize("cookie", ["", "sessionid=another", "sessionid=", "csrftoken=s3ss10n"])
def test_a_ticket_is_worth_nothing_in_another_browser(media: str, cookie: str) -> None:
    assert get(media, cookie=cookie).status == 403


def test_a_ticket_issued_without_a_session_is_worth_nothing(media: str) -> None:
    path = "/data/media/" + tickets.issue(MediaTicket(DIGEST, "video/mp4"), None)
    assert [get(path, cookie=cookie).status for cookie in ("", "sessionid=")] == [403, 403]


def test_a_ticket_runs_out(media: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + tickets.MEDIA_SECONDS + 60
    monkeypatch.setattr(time, "time", lambda: later)
    answer = get(media)
    assert (answer.status, "过期" in answer.json["error"]) == (403, True)


def test_the_whole_object_is_served_in_pieces_with_its_true_type(media: str) -> None:
    answer = get(media)
    assert (answer.status, answer.body) == (200, CONTENT)
    assert max(answer.pieces) <= 1 << 18
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["etag"] == f'"{DIGEST}"'


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=1000-", 1000, 1 << 20),
        ("bytes=-10", (1 << 20) - 10, 1 << 20),
        ("bytes=5-9999999", 5, 1 << 20),
    ],
)
def test_a_range_is_served_as_206(media: str, asked: str, start: int, end: int) -> None:
    answer = get(media, range=asked)
    assert (answer.status, answer.body) == (206, CONTENT[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{1 << 20}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize(
    "asked", ["bytes=1048576-", "bytes=9-5", "bytes=-0", "bytes=-", "bytes=a-b", "bytes=１-２", "bytes= 1-2"]
)
def test_a_range_that_cannot_be_is_416(media: str, asked: str) -> None:
    answer = get(media, range=asked) if asked.isascii() else None
    if answer is not None:
        assert (answer.status, answer.headers["content-range"]) == (416, "bytes */1048576")
    else:
        with pytest.raises(Unsatisfiable):
            part_asked(asked, 1 << 20)


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=0-1,5-6"])
def test_another_unit_or_several_ranges_give_the_whole(media: str, asked: str) -> None:
    assert get(media, range=asked).status == 200


def test_if_range_for_other_bytes_gives_the_whole(media: str) -> None:
    assert get(media, range="bytes=0-1", if_range='"other"').status == 200
    assert get(media, range="bytes=0-1", if_range=f'"{DIGEST}"').status == 206


def test_head_tells_the_length_and_sends_nothing(media: str) -> None:
    answer = ask("HEAD", media, SIGNED_IN)
    assert answer
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(1 << 20), b"")


@pytest.mark.parametrize("known", [f'"{DIGEST}"', f'"other", "{DIGEST}"', f'W/"{DIGEST}"', "*"])
def test_what_is_known_already_is_not_sent_again(media: str, known: str) -> None:
    answer = get(media, if_none_match=known)
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", f'"{DIGEST}"')


def test_what_is_known_of_other_bytes_does_not_keep_these_back(media: str) -> None:
    assert get(media, if_none_match='"other"').status == 200


def test_a_range_has_no_meaning_for_head(media: str) -> None:
    answer = ask("HEAD", media, SIGNED_IN | {"range": "bytes=5-9"})
    assert answer
    assert (answer.status, answer.headers["content-length"]) == (200, str(1 << 20))


def test_an_empty_object_is_served_whole_and_has_no_ranges(own: Outside) -> None:
    own.vault.commit(own.vault.stage([b""]))
    path = "/data/media/" + issue(MediaTicket(hashlib.sha256().hexdigest(), "text/plain"))
    assert (get(path).status, get(path).body) == (200, b"")
    assert get(path, range="bytes=0-").status == 416


def test_a_download_has_a_name_that_cannot_break_out_of_its_header(own: Outside) -> None:
    own.vault.commit(own.vault.stage([b"x"]))
    digest = hashlib.sha256(b"x").hexdigest()
    answer = get("/data/media/" + issue(MediaTicket(digest, "application/octet-stream", 'a"\r\nx: y.bin')))
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%22%0D%0Ax%3A%20y.bin"


def test_an_object_gone_from_the_vault_is_404_and_other_methods_405() -> None:
    assert get("/data/media/" + issue(MediaTicket("0" * 64, "video/mp4"))).status == 404
    answer = ask("POST", "/data/media/x")
    assert answer
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert get("/data/other").status == 404


@given(st.integers(0, 10_000), st.text(max_size=30))
def test_no_range_header_asks_beyond_the_object(size: int, text: str) -> None:
    try:
        part = part_asked("bytes=" + text, size)
    except Unsatisfiable:
        return
    assert 0 <= part.start <= part.start + part.length <= size
