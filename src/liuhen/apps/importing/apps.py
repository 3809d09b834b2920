"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """导入."""

    name = "liuhen.apps.importing"
    label = "importing"
    verbose_name = "导入"
