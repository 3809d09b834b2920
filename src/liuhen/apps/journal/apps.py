"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """日志."""

    name = "liuhen.apps.journal"
    label = "journal"
    verbose_name = "日志"
