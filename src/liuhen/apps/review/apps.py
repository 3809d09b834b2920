"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """审看."""

    name = "liuhen.apps.review"
    label = "review"
    verbose_name = "审看"
