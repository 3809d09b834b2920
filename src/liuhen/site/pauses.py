"""A server that does not stand still to look for garbage in the middle of a page.

What a server loads once (rooms, templates, the law) stays for good: a quarter of a million objects. Python looks
through all of them for rings of references after every few requests, 160 ms each time, although requests leave hardly
any such rings behind: one page in seven took twice as long as the others for that alone.
"""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 3_000, 10, 1_000
"""After how many new objects the young are looked through (about 1 ms), after how many such rounds those that survived
one, and after how many of these all: some four times a page, once in three pages, and once in thousands of pages."""


def seldom_look_for_rings() -> None:
    """Leave what is loaded by now out of every search for garbage, and search the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
