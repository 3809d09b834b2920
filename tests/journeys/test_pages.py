"""Every page a role can reach by following links, on the demonstration agency, looked at on a desk and a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from liuhen.site.demo.cast import PEOPLE
from tests.journeys import looks
from tests.journeys.expectations import EXPECTED
from tests.journeys.house import House
from tests.journeys.visitor import Visitor, visiting

pytestmark = pytest.mark.journey

FIRST_PAGE_AT_MOST = 300_000
"""Bytes over the wire for the first page after sign-in, fonts not counted."""
ROLES = [*(name for name in PEOPLE if name != "partner"), "superior"]
NO_PAGES = re.compile(r"^/(data/|cases/documents/\d+/$|static/)")
"""Files, which a browser saves instead of showing."""

looked_at_closely: set[str] = set()
"""The kinds of pages axe-core has seen; they look alike to every role."""


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_is_linked_opens_and_is_fit_for_use(browser: Browser, demo: House, role: str) -> None:
    with visiting(browser, demo.address, role) as visitor:
        visitor.sign_in(role)
        unfit = {kind: found for kind in pages_of(visitor) if (found := what_is_wrong(visitor, kind))}
        assert not unfit


def pages_of(visitor: Visitor) -> Iterator[str]:
    """Open one page of every kind that is linked from another, beginning at the first; give the kind of each."""
    waiting, known = {"/": "/"}, {"/"}
    while waiting:
        kind, path = waiting.popitem()
        status = visitor.go(path)
        assert status == 200, f"a link leads {visitor.name} to {path}, which answers {status}"
        yield kind
        for link in linked_from(visitor):
            if kind_of(link) not in known and not NO_PAGES.match(link):
                known.add(kind_of(link))
                waiting[kind_of(link)] = link


def linked_from(visitor: Visitor) -> list[str]:
    """The addresses of this house that the page links to, with what follows the question mark."""
    links: list[str] = visitor.page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    ours = [urlsplit(link) for link in links if link.startswith(visitor.address)]
    return [f"{link.path}?{link.query}" if link.query else link.path for link in ours]


def kind_of(path: str) -> str:
    """The kind of page an address shows: keys and names of texts left out."""
    return re.sub(r"/(\d+|gd-[a-z0-9-]+)(?=/|$)", "/*", urlsplit(path).path)


def what_is_wrong(visitor: Visitor, kind: str) -> list[str]:
    """Everything that makes the page unfit, in words."""
    page = visitor.page
    page.wait_for_load_state("networkidle")
    shift = looks.shift_of(page)
    wrong = [f"moves while loading: {shift:.2f}"] if shift > looks.SHIFT_AT_MOST else []
    wrong += [f"sticks out at 390 px: {one}" for one in looks.overflow_at_phone_width(page)]
    wrong += [f"English: {word}" for word in looks.english_on(page)]
    if kind == "/" or kind not in looked_at_closely:
        looked_at_closely.add(kind)
        visitor.picture(kind.strip("/").replace("/", "-").replace("*", "n") or "home")
        wrong += looks.grave_findings(page)
    return wrong


def test_the_links_lead_to_every_page_there_is() -> None:
    """What no role can reach by a link is lost; the walk above must have come everywhere."""
    if len(looked_at_closely) < 2:
        pytest.skip("the pages were not walked in this run")
    assert not [name for name, expected in EXPECTED.items() if expected.sent is None and name not in reached()]


def reached() -> set[str]:
    from django.urls import resolve

    paths = (kind.replace("/*", "/1") for kind in looked_at_closely)
    return {resolve(re.sub(r"^/(law|standing)/1", r"/\1/gd-x", path)).view_name for path in paths}


def test_the_first_page_is_light(browser: Browser, demo: House, record_property: pytest.RecordProperty) -> None:
    with visiting(browser, demo.address, "handler-first") as visitor:
        visitor.sign_in("handler")
        bytes_by_kind = weigh(visitor, "/")
    total = sum(size for kind, size in bytes_by_kind.items() if kind != "Font")
    record_property("first_page_bytes", total)
    print(f"\nfirst page after sign-in: {total / 1000:.0f} kB without fonts; {bytes_by_kind}")
    assert total < FIRST_PAGE_AT_MOST


def weigh(visitor: Visitor, path: str) -> dict[str, int]:
    """Bytes over the wire by kind of resource, nothing taken from the browser's store."""
    wire = visitor.page.context.new_cdp_session(visitor.page)
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def finished(event: dict[str, float | str]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        sizes[kind] = sizes.get(kind, 0) + int(float(event["encodedDataLength"]))

    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.loadingFinished", finished)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")
    return sizes
