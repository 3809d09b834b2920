"""How a command gets Django going, and what it says when there is no instance."""

from __future__ import annotations

import os
from pathlib import Path

import click


def home() -> Path:
    """The instance's directory."""
    return Path(os.environ.get("LIUHEN_HOME", "var")).resolve()


def need_instance() -> Path:
    """Stop with a clear message when there is no instance here."""
    if not (home() / "liuhen.sqlite3").exists():
        raise click.ClickException(f"{home()} 中没有实例。请先运行 liuhen init，或用 LIUHEN_HOME 指定实例目录。")
    return home()


def start_django() -> None:
    """Load the settings and all rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.site.settings")
    django.setup()
