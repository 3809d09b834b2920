"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """文书."""

    name = "liuhen.apps.documents"
    label = "documents"
    verbose_name = "文书"
