"""`make reference`: writes docs/reference from the code it describes; with --check only says whether it is up to date.

The command line comes from the commands' own help, the settings from the table in site/settings.py, kinds of journal
entry and rights from where rooms declare them.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/reference"
WIDTH = 100
MADE = "<!-- Made by tools/reference.py (make reference). Change what it describes, not this file. -->\n\n"
CODES = re.compile(r"退出码：(.*?。)", re.DOTALL)


def cli() -> str:
    """Every command with its help as `--help` prints it."""
    main = import_module("liuhen.site.cli.main").cli
    parts = [
        "# The command line\n\n",
        MADE,
        "`liuhen` works on the instance in `LIUHEN_HOME` (default `./var`). `liuhen law`, `liuhen verify` and\n"
        "`liuhen-verify` need none. Which exit code means what: [exit-codes.md](exit-codes.md).\n",
    ]
    for context in _commands(main, None, "liuhen"):
        parts += [f"\n## {context.command_path}\n", f"\n```text\n{_help(context)}\n```\n"]
    parts += ["\n## liuhen-verify\n", f"\n```text\n{_verifier_help()}\n```\n"]
    return "".join(parts)


def _commands(command: click.Command, parent: click.Context | None, name: str) -> Iterator[click.Context]:
    """The command and all below it, each in its context, in the order they are shown."""
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, parent=parent, info_name=name, **settings)
    yield context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found:
                yield from _commands(found, context, below)


def _help(context: click.Context) -> str:
    # This one hands every word, --help too, to the verifier.
    if context.command_path == "liuhen verify":
        return f"{context.command.get_short_help_str(WIDTH * 2)}\n\n{_verifier_help()}"
    return context.get_help().rstrip()


def _verifier_help() -> str:
    os.environ["COLUMNS"] = str(WIDTH)  # argparse asks for nothing else
    help_text: str = import_module("liuhen.verify.cli").parser().format_help()
    return help_text.rstrip()


def exit_codes() -> str:
    """What each command's exit code means, where it says more than done or not."""
    lines = [
        "# Exit codes\n\n",
        MADE,
        "Every command ends with 0 when it did what was asked and with 2 when it could not run (a wrong option, no\n"
        "instance, nothing by that name); then one sentence on standard error says what happened and what to do.\n"
        "Commands that judge something say more:\n\n",
        "| command | 退出码 |\n|---|---|\n",
    ]
    main = import_module("liuhen.site.cli.main").cli
    for context in _commands(main, None, "liuhen"):
        said = CODES.search(context.command.help or "")
        if said:
            meaning = "".join(line.strip() for line in said[1].splitlines())
            lines.append(f"| `{context.command_path}` | {meaning} |\n")
    return "".join(lines)


def settings() -> str:
    """The environment variables an instance reads."""
    table = "\n".join(
        line for line in (import_module("liuhen.site.settings").__doc__ or "").splitlines() if line.startswith("|")
    )
    table = re.sub(r"\b(LIUHEN_[A-Z]+)\b", r"`\1`", table)
    return (
        f"# Settings\n\n{MADE}Whatever differs between instances comes from the environment. There is no settings\n"
        f"file to edit; the key, the secret and the database lie in `LIUHEN_HOME`.\n\n{table}\n"
    )


def journal_entries() -> str:
    """Every kind of journal entry, by room."""
    parts = [
        "# Kinds of journal entry\n\n",
        MADE,
        "Every act writes one entry of one of these kinds, in its own transaction ([how](../explanation/journal.md)).\n"
        "*Seen* marks the kinds that say that something was looked at, not changed.\n",
    ]
    for room, label in _rooms():
        kinds = _declared(f"liuhen.apps.{room}.entries", "EntryKind")
        if kinds:
            parts.append(f"\n## {room} {label}\n\n| kind | 名称 | 含义 | |\n|---|---|---|---|\n")
            parts += [f"| `{k.code}` | {k.label} | {k.sentence} | {'seen' if k.viewing else ''} |\n" for k in kinds]
    return "".join(parts)


def rights() -> str:
    """Every right, who has it by default, and on which ground."""
    role = import_module("liuhen.apps.people.roles").Role
    parts = [
        "# Rights\n\n",
        MADE,
        "A right belongs to roles; a person has the rights of the roles they hold. Without a right the answer is\n"
        "403; a thing one may not even know of is answered 404. Without an article, it is a rule of the house.\n",
    ]
    for room, label in _rooms():
        found = _declared(f"liuhen.apps.{room}.permissions", "Right")
        if found:
            parts.append(f"\n## {room} {label}\n\n| right | 名称 | 角色 | article |\n|---|---|---|---|\n")
            for right in found:
                holders = "、".join(one.label for one in role if one in right.roles)
                parts.append(f"| `{right.code}` | {right.label} | {holders} | {right.citation} |\n")
    return "".join(parts)


def _rooms() -> list[tuple[str, str]]:
    """The rooms with their Chinese names, as settings list them."""
    names = import_module("liuhen.site.settings").ROOMS
    return [(name, import_module(f"liuhen.apps.{name}.apps").Room.verbose_name) for name in names]


def _declared(module: str, kind: str) -> list[Any]:
    """What a module declares itself of a kind, in its order; a room may have none."""
    if not (ROOT / "src" / module.replace(".", "/")).with_suffix(".py").exists():
        return []
    return [value for value in vars(import_module(module)).values() if type(value).__name__ == kind]


PAGES = {
    "cli.md": cli,
    "exit-codes.md": exit_codes,
    "settings.md": settings,
    "journal-entries.md": journal_entries,
    "rights.md": rights,
}


def stale() -> Iterator[tuple[Path, str]]:
    """The pages that are not what they should be, with what they should be."""
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path, text


def main(words: list[str]) -> int:
    """Write the pages, or with --check name those that are stale and give 1."""
    import django

    with tempfile.TemporaryDirectory(prefix="liuhen-reference-") as empty:
        os.environ["LIUHEN_HOME"] = empty
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.site.settings")
        django.setup()
        wrong = list(stale())
    for path, text in wrong:
        if "--check" not in words:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)} is {'out of date: run make reference' if '--check' in words else 'written'}")
    return 1 if wrong and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
