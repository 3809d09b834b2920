"""What can go wrong with one file is told beside it, with what to do; it stops no other file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys import uploading
from tests.journeys.house import House
from tests.journeys.visitor import Visitor, visiting
from tests.journeys.wire import Wire, wire_to

pytestmark = pytest.mark.journey
LARGE = 12 << 20
BUSY = 423
"""The server may hold an upload for a moment after its connection was lost; the page asks again."""
AGENCY = "南岭市交通运输综合行政执法局（演示）"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A film that takes its time, and a small one."""
    folder = tmp_path / "card"
    folder.mkdir()
    uploading.large_film(folder / "大片.MP4", LARGE)
    uploading.small_film(folder, minute=20).rename(folder / "小片.MP4")
    return folder


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    with wire_to(house.port, uploading.SLOW) as made:
        yield made


@pytest.fixture
def officer(browser: Browser, wire: Wire, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """The officer with a batch open, on a weak network."""
    with visiting(browser, wire.address, request.node.name.removeprefix("test_")[:40]) as visitor:
        visitor.sign_in("officer")
        visitor.expected.add(BUSY)
        uploading.open_batch(visitor)
        yield visitor


def once(change: Callable[[Route], None]) -> Callable[[Route], None]:
    """Change the first request of its kind, and let all others pass."""
    left = [change]

    def pass_on(route: Route) -> None:
        handle = left.pop() if left else Route.continue_
        handle(route)

    return pass_on


def test_a_ticket_that_ran_out_is_renewed_in_silence(officer: Visitor, card: Path) -> None:
    officer.expected.add(403)

    def spoiled(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "liuhen-ticket": "run-out"})

    officer.page.route("**/data/tus/", once(spoiled))
    uploading.choose(officer, card)
    uploading.must_all_be_safe(officer, 2)


def test_bytes_damaged_on_the_way_are_sent_again(officer: Visitor, card: Path) -> None:
    officer.expected.add(460)

    def stating_another_digest(route: Route) -> None:
        metadata = f"{route.request.headers['upload-metadata']},sha256 {'MDAw' * 21}MA=="
        route.continue_(headers={**route.request.headers, "upload-metadata": metadata})

    officer.page.route("**/data/tus/", once(stating_another_digest))
    uploading.choose(officer, card)
    uploading.must_all_be_safe(officer, 2)


def test_a_digest_that_differs_is_told_beside_the_file_and_can_be_tried_again(officer: Visitor, card: Path) -> None:
    officer.expected.add(422)

    def with_another_digest(route: Route) -> None:
        sent = re.sub(r"sha256=[0-9a-f]{64}", f"sha256={'0' * 64}", route.request.post_data or "")
        route.continue_(post_data=sent)

    officer.page.route("**/files", once(with_another_digest))
    uploading.choose(officer, card)
    small = uploading.row(officer, "小片.MP4")
    expect(small).to_contain_text("没有传完", timeout=uploading.PATIENCE)
    expect(small).to_contain_text("与服务器收到的不同")
    expect(uploading.row(officer, "大片.MP4")).to_contain_text("已入库", timeout=uploading.PATIENCE)
    expect(uploading.verdict(officer)).to_contain_text("1 个文件还没有安全保存：card/小片.MP4。请先不要清理存储卡。")
    officer.picture("failed")
    small.get_by_role("button", name="重试 card/小片.MP4").click()
    uploading.must_all_be_safe(officer, 2)


@pytest.fixture
def little_room(house: House) -> Iterator[None]:
    """The agency may keep two more megabytes."""
    used = re.search(r"已用 ([\d.]+) MB", house.run("agency", "quota", AGENCY).stdout)
    assert used
    house.run("agency", "quota", AGENCY, f"{float(used[1]) + 2:.1f}MB")
    yield
    house.run("agency", "quota", AGENCY, "--unlimited")


@pytest.mark.usefixtures("little_room")
def test_a_full_store_refuses_before_the_first_byte_and_takes_it_later(
    officer: Visitor, house: House, card: Path
) -> None:
    officer.expected.add(507)
    uploading.choose(officer, card)
    large = uploading.row(officer, "大片.MP4")
    expect(large).to_contain_text("配额不足", timeout=uploading.PATIENCE)
    expect(uploading.row(officer, "小片.MP4")).to_contain_text("已入库", timeout=uploading.PATIENCE)
    officer.picture("quota")
    house.run("agency", "quota", AGENCY, "--unlimited")
    large.get_by_role("button", name="重试 card/大片.MP4").click()
    uploading.must_all_be_safe(officer, 2)


def test_a_card_pulled_out_and_put_back_goes_on_at_the_byte(officer: Visitor, card: Path) -> None:
    film = card / "大片.MP4"
    content, was = film.read_bytes(), film.stat()
    uploading.choose(officer, card)
    uploading.half_way(officer, film.name)
    officer.cut_off = True
    film.unlink()
    officer.press("暂停 card/大片.MP4")
    officer.press("继续 card/大片.MP4")
    expect(uploading.row(officer, film.name)).to_contain_text("读不到这个文件", timeout=uploading.PATIENCE)
    officer.picture("pulled-out")
    film.write_bytes(content)
    os.utime(film, ns=(was.st_atime_ns, was.st_mtime_ns))
    with officer.page.expect_request(lambda one: one.headers.get("upload-offset", "0") != "0"):
        uploading.choose(officer, card)
    uploading.must_all_be_safe(officer, 2)


def test_who_was_signed_out_signs_in_beside_and_it_goes_on_by_itself(officer: Visitor, card: Path) -> None:
    officer.expected.add(403)
    uploading.choose(officer, card)
    uploading.half_way(officer, "大片.MP4")
    officer.page.context.clear_cookies()
    officer.press("暂停 card/大片.MP4")
    officer.press("继续 card/大片.MP4")
    large = uploading.row(officer, "大片.MP4")
    expect(large).to_contain_text("登录已过期", timeout=uploading.PATIENCE)
    officer.picture("signed-out")
    with officer.page.context.expect_page() as beside:
        large.get_by_role("link", name="重新登录").click()
    Visitor(beside.value, officer.address, "beside").sign_in("officer")
    uploading.must_all_be_safe(officer, 2)


def test_one_file_and_all_are_paused_and_go_on_by_keyboard(officer: Visitor, card: Path) -> None:
    uploading.choose(officer, card)
    uploading.half_way(officer, "大片.MP4", 0.1)
    press_by_keyboard(officer, "暂停 card/大片.MP4")
    stands_still(officer)
    press_by_keyboard(officer, "继续 card/大片.MP4")
    before = uploading.half_way(officer, "大片.MP4", 0.2)
    press_by_keyboard(officer, "全部暂停")
    stands_still(officer)
    expect(uploading.verdict(officer)).to_contain_text("请先不要清理存储卡")
    press_by_keyboard(officer, "全部继续")
    assert uploading.half_way(officer, "大片.MP4", before) > before
    uploading.must_all_be_safe(officer, 2)


def press_by_keyboard(officer: Visitor, name: str) -> None:
    button = officer.page.get_by_role("button", name=name, exact=True)
    button.focus()
    expect(button).to_be_focused()
    officer.page.keyboard.press("Enter")


def stands_still(officer: Visitor) -> None:
    expect(uploading.row(officer, "大片.MP4")).to_contain_text("已暂停")
    words = uploading.row(officer, "大片.MP4").inner_text()
    officer.page.wait_for_timeout(1500)
    assert uploading.row(officer, "大片.MP4").inner_text() == words


def test_what_is_cancelled_is_removed_and_said_not_to_be_safe(officer: Visitor, house: House, card: Path) -> None:
    uploading.choose(officer, card)
    uploading.half_way(officer, "大片.MP4", 0.1)
    with officer.page.expect_response(lambda answer: answer.request.method == "DELETE" and answer.ok):
        officer.press("取消 card/大片.MP4")
    expect(uploading.verdict(officer)).to_contain_text(
        "1 个文件还没有安全保存：card/大片.MP4", timeout=uploading.PATIENCE
    )
    for _ in range(50):  # the other file is whole, and about to be taken from there
        if not list((house.home / "vault/uploads").glob("*.part")):
            return
        officer.page.wait_for_timeout(200)
    raise AssertionError("the bytes of a cancelled upload are still there")


def test_a_screen_reader_is_told_the_turns_and_not_the_figures(officer: Visitor, wire: Wire, card: Path) -> None:
    told = officer.page.locator("lh-uploader [role=status].visually-hidden")
    uploading.choose(officer, card)
    expect(told).to_contain_text("开始上传 2 个文件")
    uploading.half_way(officer, "大片.MP4", 0.1)
    officer.cut_off = True
    officer.page.context.set_offline(True)
    wire.cut()
    expect(told).to_contain_text("网络断开了")
    wire.mend()
    officer.page.context.set_offline(False)
    expect(told).to_contain_text("网络已恢复")
    uploading.must_all_be_safe(officer, 2)
    expect(told).to_contain_text("存储卡可以清理了")
