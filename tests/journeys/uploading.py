"""What a person does who brings in a card: choosing it, waiting, reading what became of each file."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from liuhen.site.demo.footage import Shot, film
from tests.journeys.forms import fill_in, save
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

CHINA = ZoneInfo("Asia/Shanghai")
SLOW = 3_000_000
"""Bytes per second of a weak network: a film of some megabytes then takes long enough to be cut in the middle."""
PATIENCE = 180_000
"""Milliseconds a page is waited for that has to go on by itself, on a busy machine."""


def small_film(folder: Path, minute: int = 0) -> Path:
    """A film of a few seconds, taken so many minutes after two hours ago."""
    start = (datetime.now(CHINA) - timedelta(hours=2)).replace(microsecond=0) + timedelta(minutes=minute)
    before = set(folder.iterdir())
    film(Shot(device="NL-0401", officer="440101001", start=start, length=timedelta(seconds=6)), folder)
    [made] = set(folder.iterdir()) - before
    return made


def large_film(path: Path, size: int) -> Path:
    """A film of at least `size` bytes: a small one with that much free space at its end, which players pass over."""
    made = small_film(path.parent, minute=len(list(path.parent.iterdir())))
    made.write_bytes(made.read_bytes() + (size + 8).to_bytes(4, "big") + b"free" + os.urandom(size))
    return made.rename(path)


def open_batch(visitor: Visitor) -> None:
    """Say that the files come from the person's own camera, whose clock is right."""
    visitor.go("/recordings/upload/")
    fill_in(visitor, {"设备时钟偏差（秒）": "0"})
    save(visitor, "下一步：选择文件")
    expect(visitor.page.locator("lh-uploader .lh-drop")).to_be_visible()


def choose(visitor: Visitor, card: Path) -> None:
    """Choose a whole folder."""
    visitor.page.locator("lh-uploader input[webkitdirectory]").set_input_files(card)


def row(visitor: Visitor, name: str) -> Locator:
    """The line of the file whose name contains this."""
    named = visitor.page.locator(".lh-upload-name", has_text=name)
    return visitor.page.locator("lh-uploader .lh-upload").filter(has=named)


def verdict(visitor: Visitor) -> Locator:
    """The one sentence at the end."""
    return visitor.page.locator(".lh-upload-verdict")


def must_all_be_safe(visitor: Visitor, files: int) -> None:
    """Wait for the sentence that the card may be cleared."""
    words = f"全部 {files} 个文件都已安全保存，SHA-256 逐个核对一致，存储卡可以清理了。"
    expect(verdict(visitor)).to_contain_text(words, timeout=PATIENCE)


def half_way(visitor: Visitor, name: str, least: float = 0.2) -> float:
    """Wait until a good part of the file has gone out, and give how much; it must not have been all of it."""
    bar = f"""[...document.querySelectorAll("lh-uploader .lh-upload-name")]
        .find((line) => line.textContent.includes("{name}")).parentElement.querySelector("progress").value"""
    visitor.until(f"{bar} > {least}", seconds=PATIENCE // 1000)
    part = float(visitor.page.evaluate(bar))
    assert part < 1, "the network is too fast to be cut in the middle"
    return part


def digests_of(card: Path) -> dict[str, str]:
    """SHA-256 of every file of the card."""
    files = [path for path in card.rglob("*") if path.is_file()]
    return {str(path.relative_to(card)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def kept_in(house: House) -> dict[str, str]:
    """What the vault keeps, hashed anew: SHA-256 of the bytes → the lane they lie in."""
    found: dict[str, str] = {}
    for lane in ("objects", "rejected"):
        for path in (house.home / "vault" / lane).glob("??/??/*"):
            found[hashlib.sha256(path.read_bytes()).hexdigest()] = lane
    return found
