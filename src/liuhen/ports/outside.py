"""The one place where rooms reach the outside: the roof installs it, rooms ask for it.

`site/wiring.py` calls `install(...)` once per process; tests install their own. A room never imports an adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only the shapes are needed here; importing this module stays free of cost
    from liuhen.core.cameras.book import CameraBook
    from liuhen.ports.binder import Binder
    from liuhen.ports.cards import Cards
    from liuhen.ports.clock import Clock
    from liuhen.ports.law_folder import LawFolder
    from liuhen.ports.log_store import LogStore
    from liuhen.ports.media_probe import MediaProbe
    from liuhen.ports.official_document import DocumentReader
    from liuhen.ports.press import Press
    from liuhen.ports.scans import Scans
    from liuhen.ports.signer import Signer
    from liuhen.ports.tables import TableReader
    from liuhen.ports.upload_store import UploadStore
    from liuhen.ports.vault import Vault
    from liuhen.ports.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything outside the rooms: what keeps, probes, signs, reads, prints and works, cards, tables, law, cameras.

    The law is opened when it is first asked for: typing it takes a fifth of a second that an intake need not spend.
    """

    clock: Clock
    vault: Vault
    uploads: UploadStore
    probe: MediaProbe
    signer: Signer
    log: LogStore
    documents: DocumentReader
    press: Press
    binder: Binder
    workshop: Workshop
    cards: Cards
    tables: TableReader
    scans: Scans
    open_law: Callable[[], LawFolder]
    open_cameras: Callable[[], CameraBook]

    @property
    def law(self) -> LawFolder:
        """The regulations."""
        return self.open_law()

    @property
    def cameras(self) -> CameraBook:
        """The templates by which names of files and cards are understood."""
        return self.open_cameras()


_installed: Outside | None = None


def install(outside: Outside | None) -> None:
    """Make this the outside of the process; None takes it away again."""
    global _installed  # noqa: PLW0603 - one outside per process, set by the roof at start
    _installed = outside


def outside() -> Outside:
    """Give the installed outside; raise RuntimeError when the roof has not wired the house."""
    if _installed is None:
        raise RuntimeError("no outside installed: site/wiring.py must run first")
    return _installed


def installed() -> Outside | None:
    """Give the installed outside, or None: for whoever replaces it for a while and puts it back."""
    return _installed
