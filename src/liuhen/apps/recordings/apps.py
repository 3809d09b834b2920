"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """音像记录."""

    name = "liuhen.apps.recordings"
    label = "recordings"
    verbose_name = "音像记录"
