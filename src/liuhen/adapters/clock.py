"""The only readers of the clock: the machine's own, and one that stands still for tests and demonstrations."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that shows the moment it was given until it is told otherwise."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("时钟需要带时区的时间；请给出时区。")
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment at which this clock stands, in UTC."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the hands forward (or back) by a duration."""
        self._moment += by
