"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """涉案财物."""

    name = "liuhen.apps.goods"
    label = "goods"
    verbose_name = "涉案财物"
