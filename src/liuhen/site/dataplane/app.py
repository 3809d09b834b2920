"""The data plane's two addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from liuhen.site.dataplane.asgi import Receive, Scope, Send, refuse
from liuhen.site.dataplane.media import give_media
from liuhen.site.dataplane.tus import PLACE, give_tus

Handler = Callable[[str, Scope, Receive, Send], Awaitable[None]]
ROUTES: dict[str, tuple[frozenset[str], Handler]] = {
    PLACE: (frozenset({"OPTIONS", "POST", "HEAD", "PATCH", "DELETE"}), give_tus),
    "/data/media/": (frozenset({"GET", "HEAD"}), give_media),
}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: 404 for an address that is none of ours, 405 for another method."""
    for prefix, (methods, handler) in ROUTES.items():
        if scope["path"].startswith(prefix):
            if scope["method"] not in methods:
                return await refuse(send, 405, "此地址不支持该方法。", [("allow", ", ".join(sorted(methods)))])
            return await handler(scope["path"][len(prefix) :], scope, receive, send)
    return await refuse(send, 404, "没有这个地址。")
