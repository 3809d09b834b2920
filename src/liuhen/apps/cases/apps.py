"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """案件."""

    name = "liuhen.apps.cases"
    label = "cases"
    verbose_name = "案件"
