"""Making an instance: its directory, secret, signing key, log, vault and database."""

from __future__ import annotations

import socket

from liuhen.site.cli.start import home, start_django
from liuhen.site.secret import create_secret


def create_instance(name: str) -> bool:
    """Make what is missing of the instance in LIUHEN_HOME; tell whether it was new.

    `name` is the log's name (C2SP origin): it should be an address the agency owns, and can't be changed later.
    """
    place = home()
    fresh = not (place / "liuhen.sqlite3").exists()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_secret(place)
    _create_key(name or f"{socket.gethostname()}/liuhen")
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if fresh:
        _note_creation()
    return fresh


def _create_key(name: str) -> None:
    from liuhen.adapters.software_signer import create_key

    path = home() / "log.key"
    if not path.exists():
        create_key(path, name)


def _note_creation() -> None:
    from django.db import transaction

    from liuhen.apps.journal.actions import About, publish, record
    from liuhen.apps.journal.entries import INSTANCE_CREATED

    with transaction.atomic():
        record(INSTANCE_CREATED, None, About(kind="instance", id="1"))
    publish()
