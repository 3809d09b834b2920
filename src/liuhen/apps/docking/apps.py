"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """采集."""

    name = "liuhen.apps.docking"
    label = "docking"
    verbose_name = "采集"
