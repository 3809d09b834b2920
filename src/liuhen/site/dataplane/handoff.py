"""The hand-off: a proxy in front has received the body into a file, and only says where it lies.

Believed only from a proxy that knows the shared secret, and only within the configured directory
(docs/how-to/serve-behind-nginx.md). Without both settings the header is refused.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from django.conf import settings

from liuhen.site.dataplane.asgi import Scope, header
from liuhen.site.dataplane.tus_headers import Refused


def handed_over(scope: Scope) -> Path | None:
    """The file the proxy put the body into; None when the body comes with the request. Refused: 403."""
    said = header(scope, "x-body-file")
    if said is None:
        return None
    folder, secret = settings.HANDOFF_FOLDER, settings.HANDOFF_SECRET
    given = header(scope, "liuhen-handoff") or ""
    if not (folder and secret and hmac.compare_digest(given.encode(), secret.encode())):
        raise Refused(403, "不接受代理交来的文件：请核对代理和本系统的交接设置。")
    path = Path(os.path.realpath(said))
    if not path.is_relative_to(os.path.realpath(folder)):
        raise Refused(403, "代理交来的文件不在约定的目录中。")
    return path
