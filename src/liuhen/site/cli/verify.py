"""`liuhen verify`: the stand-alone check of a package, under the house's own command."""

from __future__ import annotations

import sys

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def verify(words: tuple[str, ...]) -> None:
    """核验证据包；与独立的 liuhen-verify 完全相同。退出码：0 通过，1 不通过，2 未能运行。"""
    from liuhen.verify.cli import main

    sys.exit(main(list(words)))
