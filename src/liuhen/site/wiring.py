"""The only place where adapters meet ports and rooms meet each other's journal entries."""

from __future__ import annotations


def wire() -> None:
    """Install the outside of this process and the table of who acts on whose entries."""
