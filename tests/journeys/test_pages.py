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
AT_MOST = {("handler", "/cases/*/"): 20}
"""How many pages of a kind are opened, one if not said: the cases stand differently and offer different things."""
NO_PAGES = re.compile(
    r"^/(data/|cases/documents/\d+/$|documents/(\d+/preview|signatures/\d+|(papers/)?\d+/docx)/$|law/[^/]+/wording/\d+/$"
    r"|archiving/volumes/|static/)"
)
"""Files, which a browser saves instead of showing."""

NOT_LINKED = {
    "search": "a form leads there",
    "standing": "a part of the law pages, fetched by them",
    "article-standing": "a part of the law pages, fetched by them",
    "lawlib:wording-file": "a file; the demonstration agency has attached none",
    "duties:column": "a part of the case page, fetched by it",
    "duties:reminders-unread": "a part of every page, fetched by the frame",
    "duties:feed": "a file that calendar programs ask for by its secret",
    "sign-in": "passed on the way in",
    "cases:document": "a file",
    "cases:document-file": "offered when a paper is evidence and its case is closed; no case stands so",
    "recordings:intake": "comes after a form; walked in the roadside journey",
    "recordings:ticket": "fetched by the uploader",
    "review:playing": "a part of the review page, fetched by it",
    "review:lanes": "fetched by the time axis",
    "review:clips": "a part of the review page, fetched by it",
    "documents:preview": "a file",
    "documents:draft-file": "a file",
    "documents:paper-file": "a file",
    "importing:run": "nothing was brought into the demonstration agency",
    "importing:findings": "nothing was brought into the demonstration agency",
    "importing:batch": "no scan was handed in at the demonstration agency",
    "cases:next-number": "a number, fetched by the form of a new case",
    "archiving:volume-file": "a file",
    "documents:signature-image": "a picture",
    "documents:seal-image": "a picture",
    "goods:move": "comes after things were ticked in the list of a case",
    "docking:visit": "the demonstration agency has docked no card",
}
"""Addresses no link leads to, each with its reason."""

looked_at_closely: set[str] = set()
"""The kinds of pages axe-core has seen; they look alike to every role."""


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_is_linked_opens_and_is_fit_for_use(browser: Browser, demo: House, role: str) -> None:
    with visiting(browser, demo.address, role) as visitor:
        visitor.sign_in(role)
        unfit = {kind: found for kind in pages_of(visitor) if (found := what_is_wrong(visitor, kind))}
        assert not unfit


def pages_of(visitor: Visitor) -> Iterator[str]:
    """Open pages that are linked from another, beginning at the first, of every kind as many as `AT_MOST` says."""
    waiting, known = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        status = visitor.go(path)
        assert status == 200, f"a link leads {visitor.name} to {path}, which answers {status}"
        yield kind_of(path)
        for link in linked_from(visitor):
            if wanted(link, known, visitor.name) and not NO_PAGES.match(link):
                known.add(urlsplit(link).path)
                waiting.append(link)


def wanted(link: str, known: set[str], role: str) -> bool:
    path, kind = urlsplit(link).path, kind_of(link)
    most = AT_MOST.get((role, kind), 1)
    return path not in known and sum(kind_of(one) == kind for one in known) < most


def linked_from(visitor: Visitor) -> list[str]:
    """The addresses of this house that the page links to, with what follows the question mark."""
    links: list[str] = visitor.page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    ours = [urlsplit(link) for link in links if link.startswith(visitor.address)]
    return [f"{link.path}?{link.query}" if link.query else link.path for link in ours]


def kind_of(path: str) -> str:
    """The kind of page an address shows: keys and names of texts left out."""
    return re.sub(r"/(\d+|(?:cn|gd|chongqing|wendeng|yexian)-[a-z0-9-]+)(?=/|$)", "/*", urlsplit(path).path)


def what_is_wrong(visitor: Visitor, kind: str) -> list[str]:
    """Everything that makes the page unfit, in words."""
    page = visitor.page
    visitor.settled()
    shift = looks.shift_of(page)
    if shift > looks.SHIFT_AT_MOST:  # a busy machine may bring a font late, once; what moves by its making moves again
        page.reload()
        visitor.settled()
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
    if not looked_at_closely:
        pytest.skip("the pages were not walked in this run")
    pages = {name for name, expected in EXPECTED.items() if expected.sent is None or name.startswith("cases:")}
    assert pages - reached() == set(NOT_LINKED)


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
