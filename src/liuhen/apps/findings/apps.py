"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """所见."""

    name = "liuhen.apps.findings"
    label = "findings"
    verbose_name = "所见"
