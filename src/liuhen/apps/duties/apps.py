"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """法定义务."""

    name = "liuhen.apps.duties"
    label = "duties"
    verbose_name = "法定义务"
