"""`liuhen`: finds the command asked for and loads that one alone, so that `--help` and the law commands start fast."""

from __future__ import annotations

import importlib
import sys

import click

# command → module that defines a click command of that name (dashes become underscores)
COMMANDS = {
    "init": "liuhen.site.cli.instance",
    "serve": "liuhen.site.cli.instance",
    "worker": "liuhen.site.cli.instance",
    "demo": "liuhen.site.cli.demo",
    "agency": "liuhen.site.cli.agency",
    "person": "liuhen.site.cli.person",
    "device": "liuhen.site.cli.device",
    "intake": "liuhen.site.cli.intake",
    "dock": "liuhen.site.cli.dock",
    "recordings": "liuhen.site.cli.recordings",
    "findings": "liuhen.site.cli.findings",
    "models": "liuhen.site.cli.models",
    "law": "liuhen.site.cli.law",
    "case": "liuhen.site.cli.case",
    "document": "liuhen.site.cli.document",
    "package": "liuhen.site.cli.package",
    "verify": "liuhen.site.cli.verify",
    "log": "liuhen.site.cli.log",
}


class Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order of a working day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and give the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name])
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="liuhen")
def cli() -> None:
    """留痕：行政执法全过程记录。实例所在目录由 LIUHEN_HOME 指定（默认 ./var）。"""


def main() -> None:
    """Run the command line and exit with its code; anything Liuhen refuses ends with its message and exit code 2."""
    from django.core.exceptions import PermissionDenied

    from liuhen.core.errors import LiuhenError

    try:
        code = cli.main(standalone_mode=False)  # `ctx.exit(code)` comes back as a value, any other end as None
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        sys.exit("已中断。")
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"错误：{error.format_message()}", err=True)
        sys.exit(2)
    except (LiuhenError, PermissionDenied) as refusal:
        click.echo(f"错误：{refusal}", err=True)
        sys.exit(2)
