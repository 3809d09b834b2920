"""Settings for tests: a throw-away home, quick password hashing, and the database the environment names.

LIUHEN_TEST_DATABASE=postgresql://user@host:port/name runs the same tests on PostgreSQL.
"""

from __future__ import annotations

import os
import tempfile
from urllib.parse import urlsplit

os.environ.setdefault("LIUHEN_HOME", tempfile.mkdtemp(prefix="liuhen-test-"))

from liuhen.site.settings import *  # noqa: F403 - the same settings, a few overridden
from liuhen.site.settings import DATABASES, HOME

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}

if url := os.environ.get("LIUHEN_TEST_DATABASE"):
    where = urlsplit(url)
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": where.path.lstrip("/"),
        "USER": where.username or "",
        "HOST": where.hostname or "",
        "PORT": where.port or "",
    }
