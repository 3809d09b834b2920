"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """人员与权限."""

    name = "liuhen.apps.people"
    label = "people"
    verbose_name = "人员与权限"
