"""The roof as Django knows it: once the rooms are loaded, the outside is wired in."""

from __future__ import annotations

from django.apps import AppConfig


class Roof(AppConfig):
    """Settings, addresses, navigation, wiring."""

    name = "liuhen.site"
    label = "site"

    def ready(self) -> None:
        """Wire adapters to ports and rooms to each other's journal entries."""
        from liuhen.site.wiring import wire

        wire()
