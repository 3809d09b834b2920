"""How the law commands print data."""

from __future__ import annotations

import json

import click


def print_json(data: object) -> None:
    """Print as JSON with Chinese left readable."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
