"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """查阅与提供."""

    name = "liuhen.apps.access"
    label = "access"
    verbose_name = "查阅与提供"
