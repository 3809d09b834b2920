"""How often a server looks for garbage."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest

from liuhen.site.asgi import application
from liuhen.site.pauses import OLD

LIFE = ("lifespan.startup", "lifespan.shutdown")


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("liuhen.site.asgi.end_with_parent", lambda: None)  # the tests' own process goes on
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


async def _started() -> list[str]:
    told: list[str] = []
    waiting = iter(LIFE)

    async def receive() -> dict[str, Any]:
        return {"type": next(waiting)}

    async def send(message: Any) -> None:
        told.append(message["type"])

    await application({"type": "lifespan"}, receive, send)
    return told


def test_a_server_that_starts_leaves_what_it_has_loaded_out_of_every_search_for_garbage() -> None:
    assert asyncio.run(_started()) == [f"{name}.complete" for name in LIFE]
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[2] == OLD


def test_garbage_in_rings_is_still_found() -> None:
    asyncio.run(_started())
    before = _found()
    for _ in range(100_000):
        ring: list[Any] = []
        ring.append(ring)
    assert _found() - before >= 50_000


def _found() -> int:
    return sum(generation["collected"] for generation in gc.get_stats())
