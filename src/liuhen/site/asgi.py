"""One address space, two applications: the data plane moves bytes under /data/, Django answers everything else."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.site.settings")
django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402 - needs the rooms loaded

from liuhen.site.dataplane import application as data_plane  # noqa: E402
from liuhen.site.lifeline import end_with_parent  # noqa: E402
from liuhen.site.pauses import seldom_look_for_rings  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_pages = get_asgi_application()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand the request to the data plane or to Django."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/data/"):
        await data_plane(scope, receive, send)
    else:
        await _pages(scope, receive, send)  # type: ignore[arg-type]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            end_with_parent()
            seldom_look_for_rings()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
