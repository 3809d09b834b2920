"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """法规."""

    name = "liuhen.apps.lawlib"
    label = "lawlib"
    verbose_name = "法规"
