"""The catalogues of translated words: gathers what templates and code mark, keeps what is translated, compiles.

    .venv/bin/python tools/messages.py            write the catalogues (.po) anew and compile them (.mo)
    .venv/bin/python tools/messages.py --check    change nothing; fail when they are stale or English is missing

Source strings are Chinese. `en` must translate them all; `zh_Hans` only rewords a few sentences of Django.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/liuhen"
LOCALE = SOURCE / "site/locale"
MARKERS = {"gettext", "gettext_lazy", "_"}
MARKED = re.compile(r"\bgettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)")


CLOSED_LISTS = (
    *("core/terms/labels.py", "apps/people/roles.py", "ports/workshop.py"),
    *("core/continuity/offsets.py", "core/continuity/anomalies.py"),
    *("apps/recordings/intake.py", "apps/docking/models.py", "apps/docking/showing.py"),
    *("apps/documents/models.py", "apps/duties/agenda.py", "apps/duties/queries.py"),
    *("apps/importing/models.py", "apps/recordings/companions.py", "apps/recordings/permissions.py"),
    *("core/continuity/clocks.py", "ports/media_probe.py"),
)
ENTRIES = ("apps/recordings/entries.py", "apps/review/entries.py", "apps/docking/entries.py")
"""Whose kinds of journal entries are told in the language of the page: those of the pages of recordings and docks."""
LABELLED = {"LABELS", "FAULTS"}
"""Tables of labels, by the names they have in these files."""


def in_template(text: str) -> Iterator[str]:
    """What a template marks with translate and blocktranslate."""
    for quoted in MARKED.findall(templatize(text)):
        yield ast.literal_eval(quoted)


def in_code(text: str) -> Iterator[str]:
    """What Python code marks by calling gettext on one literal."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(words)), *_]) if name in MARKERS:
                yield words


def in_closed_lists() -> Iterator[str]:
    """The labels of the house's closed lists, the rail and the roles, which are translated where they are shown."""
    for name in CLOSED_LISTS:
        for node in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8"))):
            match node:
                case ast.Assign(value=ast.Tuple(elts=[ast.Constant(), ast.Constant(value=str(label))])):
                    yield label
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict(values=labels)) if name in LABELLED:
                    yield from (
                        one.value for one in labels if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    )
    for name in ENTRIES:
        for node in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[_, ast.Constant(value=str(label)), ast.Constant(value=str(sentence))]):
                    yield from (label, sentence)
    for path in sorted(SOURCE.glob("apps/*/permissions.py")):
        yield from rights_in(path.read_text(encoding="utf-8"))
    navigation = (SOURCE / "site/navigation.py").read_text(encoding="utf-8")
    yield from re.findall(r'Place\("([^"]+)"', navigation)


def rights_in(code: str) -> Iterator[str]:
    """The labels of the rights a room declares."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id="declare"), args=[_, ast.Constant(value=str(label)), *_]):
                yield label


def gathered() -> set[str]:
    """Every string of the project that people read and that is marked for translation."""
    found = set(in_closed_lists())
    for path in SOURCE.rglob("*"):
        if path.suffix == ".html":
            found |= set(in_template(path.read_text(encoding="utf-8")))
        elif path.suffix == ".py" and "tests" not in path.parts:
            found |= set(in_code(path.read_text(encoding="utf-8")))
    return found


def renewed(old: Catalog, words: set[str], *, keep_others: bool) -> Catalog:
    """The catalogue with exactly these words, their translations kept; with `keep_others` also the words of Django."""
    new = Catalog(locale=old.locale, header_comment=old.header_comment, creation_date=old.creation_date, fuzzy=False)
    others = {message.id for message in old if message.id} if keep_others else words
    for word in sorted(others):
        kept = old.get(word)
        new.add(word, kept.string if kept else "")
    return new


def texts_of(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as .po and as .mo."""
    written, compiled = io.BytesIO(), io.BytesIO()
    write_po(written, catalog, width=0, omit_header=False)
    write_mo(compiled, catalog)
    return written.getvalue(), compiled.getvalue()


def main(check: bool) -> int:
    """Renew or check both catalogues; 1 when something is stale or untranslated."""
    settings.configure(USE_I18N=True)
    words, wrong = gathered(), 0
    for folder in sorted(LOCALE.iterdir()):
        place = folder / "LC_MESSAGES/django.po"
        old = read_po(io.BytesIO(place.read_bytes()), locale=folder.name)
        new = renewed(old, words, keep_others=folder.name != "en")
        missing = [message.id for message in new if message.id and not message.string]
        for path, text in zip((place, place.with_suffix(".mo")), texts_of(new), strict=True):
            if check and (not path.exists() or path.read_bytes() != text):
                print(f"{path.relative_to(ROOT)} is stale: run tools/messages.py")
                wrong = 1
            elif not check:
                path.write_bytes(text)
        for word in missing:
            print(f"{folder.name}: no translation of {word!r}")
        wrong = 1 if missing else wrong
    return wrong


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
