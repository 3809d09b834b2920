"""A card is brought in over a network that dies: cut, page reloaded, server restarted, and every byte arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.journeys import uploading
from tests.journeys.house import House, new_house
from tests.journeys.visitor import Visitor, visiting
from tests.journeys.wire import Wire, wire_to

pytestmark = pytest.mark.journey
LARGE = 24 << 20


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Two films, of which one takes its time, data that came with it, and a note that is no recording."""
    folder = tmp_path / "卡" / "DCIM"
    folder.mkdir(parents=True)
    uploading.large_film(folder / "大片.MP4", LARGE)
    uploading.small_film(folder, minute=20)
    (folder / "大片.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nGPS(113.2644,23.1291,20)\n", encoding="utf-8")
    (folder / "说明.txt").write_text("存储卡使用说明", encoding="utf-8")
    (folder / ".trashes").write_text("系统的", encoding="utf-8")
    return folder.parent


@dataclass
class Server:
    """A house that is served, stopped, and served again, behind a weak wire."""

    house: House
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> int:
        """Serve it; give the port."""
        return self.running.enter_context(self.house.serving()).port

    def stop(self) -> None:
        """End it as an operator does."""
        self.running.close()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(new_house(tmp_path_factory.mktemp("restarted") / "home"))
    yield made
    made.stop()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    with wire_to(server.start(), uploading.SLOW) as made:
        yield made


def test_a_card_arrives_whole_though_network_page_and_server_go_away(
    browser: Browser, server: Server, wire: Wire, card: Path
) -> None:
    with visiting(browser, wire.address, "uploading") as officer:
        officer.sign_in("officer")
        # The server may hold an upload for a moment after its connection was lost, or still write what came by it: then
        # it stands further on than it said. The page asks again and goes on from there.
        officer.expected.update({423, 409})
        uploading.open_batch(officer)
        uploading.choose(officer, card)
        the_network_goes_away_and_comes_back(officer, wire)
        the_page_is_opened_again_and_goes_on_at_the_byte(officer, card)
        the_server_is_restarted(officer, server, wire)
        uploading.must_all_be_safe(officer, 4)
        each_file_is_told(officer)
        officer.picture("whole")
    lanes = uploading.kept_in(server.house)
    files = {name: lanes.get(digest, "missing") for name, digest in uploading.digests_of(card).items()}
    assert files.pop("DCIM/.trashes") == "missing"
    assert files.pop("DCIM/说明.txt") == "rejected"
    assert set(files.values()) == {"objects"}


def the_network_goes_away_and_comes_back(officer: Visitor, wire: Wire) -> None:
    before = uploading.half_way(officer, "大片.MP4", 0.1)
    officer.cut_off = True
    officer.page.context.set_offline(True)
    wire.cut()
    expect(officer.page.locator(".lh-upload-banner")).to_be_visible()
    expect(uploading.row(officer, "大片.MP4")).to_contain_text("网络断开了", timeout=uploading.PATIENCE)
    officer.picture("network-gone")
    wire.mend()
    officer.page.context.set_offline(False)
    expect(officer.page.locator(".lh-upload-banner")).to_be_hidden()
    assert uploading.half_way(officer, "大片.MP4", before) > before
    officer.cut_off = False


def the_page_is_opened_again_and_goes_on_at_the_byte(officer: Visitor, card: Path) -> None:
    uploading.half_way(officer, "大片.MP4", 0.4)
    address = officer.page.url
    officer.page.once("dialog", lambda dialog: dialog.accept())
    officer.go("/recordings/upload/")
    officer.picture("unfinished-batch")
    officer.page.get_by_role("link", name=re.compile("^继续")).click()
    officer.page.wait_for_url(address)
    expect(uploading.row(officer, "大片.MP4")).to_contain_text("请再选一次这个文件")
    expect(uploading.verdict(officer)).to_contain_text("请先不要清理存储卡")
    officer.picture("unfinished-file")
    with officer.page.expect_request(continues) as going_on:
        uploading.choose(officer, card)
    assert int(going_on.value.headers["upload-offset"]) > 0.1 * LARGE


def continues(request: Request) -> bool:
    return request.method == "PATCH" and request.headers.get("upload-offset", "0") != "0"


def the_server_is_restarted(officer: Visitor, server: Server, wire: Wire) -> None:
    uploading.half_way(officer, "大片.MP4", 0.6)
    officer.cut_off = True
    wire.cut()
    server.stop()
    expect(uploading.row(officer, "大片.MP4")).to_contain_text("自动重试中", timeout=uploading.PATIENCE)
    officer.picture("server-gone")
    wire.target = server.start()
    with officer.page.expect_request(continues, timeout=uploading.PATIENCE) as going_on:
        wire.mend()
    assert int(going_on.value.headers["upload-offset"]) > 0.4 * LARGE
    officer.cut_off = False


def each_file_is_told(officer: Visitor) -> None:
    film = uploading.row(officer, "大片.MP4")
    expect(film).to_contain_text("录像 · 已入库")
    expect(film).to_contain_text("录制于")
    expect(film).to_contain_text("待关联")
    expect(film).to_contain_text("与服务器一致")
    expect(uploading.row(officer, "大片.srt")).to_contain_text("随录数据")
    expect(uploading.row(officer, "大片.srt")).to_contain_text(re.compile("属于.*大片.MP4"))
    expect(officer.page.locator("lh-uploader [data-lane=duplicate]")).to_have_count(0)  # compared, not sent twice
    expect(uploading.row(officer, "说明.txt")).to_contain_text("普通文本")
    expect(officer.page.locator(".lh-upload-aside")).to_contain_text("另有 1 个系统文件没有上传")
