"""How a case is mended, reviewed, archived and handed out: one short function per act."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from tests.journeys.forms import fill_in, save
from tests.journeys.roadside import Day
from tests.journeys.visitor import Visitor

ZONE = ZoneInfo("Asia/Shanghai")
MENDS_AT_MOST = 30
"""More buttons than this on one case means that pressing them mends nothing."""


def mend_all(visitor: Visitor, day: Day, button: str, mend: Callable[[Visitor], None]) -> int:
    """Press the mending button of this name on the case's column until none is left; `mend` answers what it opens."""
    for pressed in range(MENDS_AT_MOST):
        found = _mends(visitor, day, button)
        if not found.count():
            return pressed
        visitor.follow(button, within=visitor.page.locator("#law-column"))
        mend(visitor)
    raise AssertionError(f"“{button}” was pressed {MENDS_AT_MOST} times and is still asked for")


def _mends(visitor: Visitor, day: Day, button: str) -> Locator:
    visitor.go(f"{day.case}?show=lacking")
    return visitor.page.locator("#law-column").get_by_role("link", name=button, exact=True)


def write_it_now(handler: Visitor) -> None:
    """Register the paper the form was opened for; it knows the kind and what the paper is about."""
    fill_in(handler, {"制作时间": datetime.now(ZONE)})
    save(handler)


def explain(handler: Visitor) -> None:
    """Complete the note that the law asks for; what is known stands in it already."""
    fill_in(handler, {"证明对象": "当事人驾驶的车辆超限的事实"})
    save(handler, "制作")


def determine(reviewer: Visitor) -> None:
    """Decide, with the reason, that nothing else needs recording."""
    reviewer.page.get_by_label("不适用").check()
    fill_in(reviewer, {"理由": "已查阅全部文书和录像，没有其他需要记录的情形。"})
    save(reviewer, "认定")


def use_as_evidence(handler: Visitor, film: str) -> None:
    """Say that a recording is evidence; the page says first what that brings with it."""
    open_record(handler, film)
    handler.page.get_by_text("作为证据使用…").click()
    expect(handler.page.get_by_text("确定作为证据后")).to_be_visible()
    handler.press("作为证据使用")
    expect(handler.page.locator("main")).to_contain_text("已确定作为证据")


def file_evidence(handler: Visitor, film: str) -> None:
    """Attach the recording to the file."""
    open_record(handler, film)
    save(handler, "登记附卷")
    expect(handler.page.locator("main")).to_contain_text("已附卷")


def keep_for_good(visitor: Visitor) -> None:
    """Have the recording that is on the screen kept long-term."""
    visitor.page.locator("#lh-keeping").get_by_label("长期保存").check()
    save(visitor, "确定保存期限")
    expect(visitor.page.locator("#lh-keeping")).to_contain_text("长期保存")


def open_record(visitor: Visitor, film: str) -> None:
    """Open the page of the recording whose file name begins so."""
    visitor.go(f"/recordings/?q={film}")
    visitor.page.locator("main table a").first.click()
    visitor.page.wait_for_load_state()


def ask_to_view(asker: Visitor, number: str) -> None:
    """Somebody outside the case asks to view its recordings."""
    asker.go("/access/")
    asker.follow("申请调阅")
    fill_in(asker, {"案号": number, "用途": "评查同类案件的现场录像"})
    save(asker, "提交申请")


def approve(head: Visitor) -> None:
    """The head of the unit reads the request and agrees."""
    head.go("/access/")
    expect(head.page.locator("main")).to_contain_text("评查同类案件的现场录像")
    head.press("同意")
    expect(head.page.locator("main")).to_contain_text("已同意")


def fetch_package(head: Visitor, day: Day, desk: Path) -> tuple[Path, str]:
    """Make the evidence package and download it; with it the log's key as the page shows it."""
    head.go(day.case)
    head.follow("证据包")
    fill_in(head, {"用途": "提交人民法院"})
    with head.page.expect_download() as download:
        head.press("制作并下载")
    package = desk / download.value.suggested_filename
    download.value.save_as(package)
    key = head.page.locator("[data-copy]").first.get_attribute("data-copy") or ""
    return package, key


def verified(package: Path, key: str) -> dict[str, Any]:
    """What the stand-alone verifier says of a package, knowing only the log's key."""
    program = Path(sys.executable).with_name("liuhen-verify")
    words = [program, str(package), "--key", key, "--json", "--quiet"]
    answer = subprocess.run(words, capture_output=True, text=True, check=False, env={})
    assert answer.returncode in (0, 1), answer.stderr
    report: dict[str, Any] = json.loads(answer.stdout)
    assert report["verified"] == (answer.returncode == 0)
    return report


def tampered(package: Path, suffix: str) -> Path:
    """A copy in which one byte of the first file with this ending is another; everything else is packed as it was."""
    copy = package.with_name(f"tampered-{package.name}")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(copy, "w") as new:
        victim = next(one.filename for one in old.infolist() if one.filename.lower().endswith(suffix))
        for one in old.infolist():
            content = bytearray(old.read(one))
            if one.filename == victim:
                content[len(content) // 2] ^= 1
            new.writestr(one, bytes(content))
    return copy
