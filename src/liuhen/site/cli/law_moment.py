"""A time on the command line."""

from __future__ import annotations

from datetime import datetime

import click

from liuhen.core.lawbook.fields import parse_moment


class Moment(click.ParamType[datetime]):
    """A time; without an offset it is Chinese civil time."""

    name = "TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse the time, or fail with what to write."""
        try:
            return value if isinstance(value, datetime) else parse_moment(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
