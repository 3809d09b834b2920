"""The shape of whoever acts, as the journal copies it; the journal stands below the room of people."""

from __future__ import annotations

from typing import Protocol


class Actor(Protocol):
    """A person as the journal sees one: name, certificate and roles are copied into each entry."""

    @property
    def pk(self) -> int:
        """The person's primary key."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def certificate(self) -> str | None:
        """The certificate number 执法证号, if any."""

    @property
    def role_label(self) -> str:
        """The roles held, in Chinese."""

    @property
    def unit_name(self) -> str:
        """The unit's name."""
