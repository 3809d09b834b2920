"""What a page must be for everybody: within the screen, usable with a reader, in Chinese, and standing still."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.visitor import PHONE

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
GRAVE = ("serious", "critical")
SHIFT_AT_MOST = 0.1
"""Cumulative layout shift up to which a page counts as standing still (web.dev, good)."""

NAMES_AND_CODES = re.compile(
    r"""
      \b[0-9a-f]{4,}(?:…[0-9a-f]+)?\b           # digests
    | \b[A-Z]{1,4}-?\d[\w-]*                    # devices, roads, kilometres
    | \b\S+\.(?:mp4|MP4|zip|pdf|txt|jpg|html)\b # file names
    | [一-鿿][A-Z][A-Z\d]{4,7}                   # plates of vehicles
    | (?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])     # credit codes
    | \b[A-Z]:?\\?\S*_\d{6,}\S*                 # names cameras give their files
    | \b\d{8}T?\d*Z?\b | \d{4}-\d\d-\d\dT\S+    # clocks as found in files
    | \b(?:PDF|CSV|XLSX|JSON|YAML|JPE?G|PNG|TIFF)\b
    | \b(?:SHA-256|SM3|SM2|MB|GB|kB|B|ID|GPS|GNSS|HTTP|ZIP|EXIF|Ctrl|K|J|L|M|Home|End|Esc)\b
    | \b(?:h264|hevc|aac|pcm\S*|mpeg4|mjpeg|mov|mp4|video|audio|opus|isom|utc|UTC)\b  # what the file says of itself
    | \bliuhen(?:-verify)?\b | --\w+            # the command an outsider types
    """,
    re.VERBOSE,
)
WORDS = re.compile(r"[A-Za-z]{2,}")


def english_on(page: Page) -> list[str]:
    """Words in Latin letters that are seen and are no name, code, digest or command."""
    quoted = "code, pre, kbd, .lh-name, .lh-language, [lang=en], .lh-upload-name, dd .lh-num"
    text = page.evaluate(
        """(quoted) => {
            const copy = [...document.querySelectorAll(quoted)].map((one) => [one, one.style.display]);
            copy.forEach(([one]) => { one.style.display = "none"; });
            const text = document.body.innerText;
            copy.forEach(([one, was]) => { one.style.display = was; });
            return text;
        }""",
        quoted,
    )
    return sorted(set(WORDS.findall(NAMES_AND_CODES.sub(" ", text))))


def overflow_at_phone_width(page: Page) -> list[str]:
    """What sticks out of a 390 px screen; the window is given back its width."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const outside = (one) => one.getBoundingClientRect().right > wide + 1;
            const named = (one) => `${one.tagName} .${one.className} ${one.textContent.trim().slice(0, 40)}`;
            return [...document.querySelectorAll("body *")].filter(outside).slice(-3).map(named);
        }"""
    )
    page.set_viewport_size(before)  # type: ignore[arg-type]
    return found


@cache
def _axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not here (make setup): accessibility was not looked at")
    return AXE.read_text(encoding="utf-8")


def grave_findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical: the rule and where."""
    page.evaluate(_axe())
    report: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['target']} and {len(one['nodes']) - 1} more"
        for one in report["violations"]
        if one["impact"] in GRAVE
    ]


def shift_of(page: Page) -> float:
    """How much of the page moved while it was put together (cumulative layout shift)."""
    shift: float = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }));
            watch.observe({ type: "layout-shift", buffered: true });
            setTimeout(() => { watch.disconnect(); done(sum); }, 50);
        })"""
    )
    return shift
