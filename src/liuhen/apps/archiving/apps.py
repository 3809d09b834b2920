"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """归档."""

    name = "liuhen.apps.archiving"
    label = "archiving"
    verbose_name = "归档"
