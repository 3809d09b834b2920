"""THE DATA PLANE: moves bytes between browsers and the vault, and nothing else.

A small raw ASGI application beside Django. Django decides who may (a signed, short-lived ticket); this takes uploads
straight into the vault's staging while hashing them, and serves byte ranges. It opens no database and keeps no session.
"""

from __future__ import annotations

from liuhen.site.dataplane.app import application

__all__ = ["application"]
