"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """设备."""

    name = "liuhen.apps.devices"
    label = "devices"
    verbose_name = "设备"
