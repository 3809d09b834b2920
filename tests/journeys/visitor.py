"""A person at a browser: what they see is kept as pictures, and whatever the browser complains about fails the test."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from liuhen.site.demo.cast import PASSWORD

PICTURES = Path(__file__).resolve().parents[2] / "build/journeys"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
    "--autoplay-policy=no-user-gesture-required",
]


def chromium_here() -> str | None:
    """The Chromium of this machine, if it has one."""
    named = os.environ.get("LIUHEN_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


@dataclass
class Visitor:
    """One person's browser window on a house."""

    page: Page
    address: str
    name: str
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    """Answers of 400 and above that this visit is meant to meet."""
    cut_off: bool = False
    """Whether the network is meant to be away: connections that fail are then nothing to complain about."""
    media: set[int] = field(default_factory=set)
    """With which answers the bytes of recordings came: 206 when by range."""
    under_way: dict[Request, str] = field(default_factory=dict)
    """What was asked of the house and not answered whole yet."""

    def __post_init__(self) -> None:
        """Listen to everything that may go wrong."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._finished)

    def _said(self, message: ConsoleMessage) -> None:
        echo = re.search(r"status of (\d+)", message.text)
        if self.cut_off and "net::ERR_" in message.text:
            return
        if message.type in ("error", "warning") and not (echo and int(echo[1]) in self.expected):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        self.under_way[request] = f"{request.method} {request.url}"

    def _finished(self, request: Request) -> None:
        self.under_way.pop(request, None)

    def _failed(self, request: Request) -> None:
        self.under_way.pop(request, None)
        # The player drops a request when it seeks, and leaving a page drops what is under way: neither is a failure.
        if request.failure != "net::ERR_ABORTED" and not self.cut_off:
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if "/data/media/" in response.url:
            self.media.add(response.status)
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} for {response.url}")

    def sign_in(self, username: str) -> None:
        """Type name and password."""
        self.go("/sign-in/")
        self.page.get_by_label("登录名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(f"{self.address}/")

    def go(self, path: str) -> int:
        """Open an address and give the status of the answer."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button of this name, once the page stands still: a part that comes late would move it away."""
        self.page.wait_for_load_state()
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow the link of this name."""
        (within or self.page).get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def settled(self) -> None:
        """Wait until the page's fonts and the parts it fetches by itself are there."""
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self.until("!document.querySelector('.htmx-request')")

    def until(self, expression: str, seconds: int = 20) -> None:
        """Wait until an expression holds in the page (Playwright's own way needs eval, which our policy forbids)."""
        for _ in range(seconds * 10):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.name} waited in vain for {expression}; {self.says()}")

    def says(self) -> str:
        """What the page says of itself, for whoever waited for something else in vain."""
        complaints = self.page.locator(".lh-error, .lh-message-error, .lh-missing").all_inner_texts()
        waits = f"; not answered yet: {sorted(self.under_way.values())}" if self.under_way else ""
        return f"the page says: {complaints or self.page.locator('main').inner_text()}{waits}"

    def picture(self, stop: str) -> None:
        """Keep what is on the screen."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.name}-{stop}.png", full_page=True)

    def must_be_content(self) -> None:
        """Fail with everything the browser complained about."""
        assert not self.complaints, f"{self.name}:\n" + "\n".join(self.complaints)


@contextmanager
def visiting(browser: Browser, address: str, name: str, *, screen: dict[str, int] | None = None) -> Iterator[Visitor]:
    """A fresh browser window; when the visit ends well, nothing may have been complained about."""
    context = browser.new_context(
        viewport=screen or DESK,  # type: ignore[arg-type]
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        bypass_csp=False,
        reduced_motion="reduce",  # a page that glides to its place moves away from under a press
    )
    context.set_default_timeout(20_000)
    visitor = Visitor(context.new_page(), address, name)
    try:
        yield visitor
        visitor.must_be_content()
    finally:
        context.close()
