"""What time it is: asked in one place only, so that everything else can be tested at any moment."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
