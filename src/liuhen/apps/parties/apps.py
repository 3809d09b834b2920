"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """当事人."""

    name = "liuhen.apps.parties"
    label = "parties"
    verbose_name = "当事人"
