"""Copies exactly the front-end files that pages use from node_modules into build/static/vendor.

Third-party code is never committed: it arrives by lock file and is gathered here. Beside every text file lies its
gzip form, which the server sends as it is.
"""

from __future__ import annotations

import gzip
import re
import shutil
import sys

from places import BUILD, NODE_MODULES, ROOT

VENDOR = BUILD / "static/vendor"
FONTS = BUILD / "fonts"
ICON_NAMES = ROOT / "tools/icons.txt"
COPIED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "tus-js-client/dist/tus.min.js": "tus.min.js",
    "hash-wasm/dist/sha256.umd.min.js": "sha256.umd.min.js",
    "@fontsource-variable/noto-sans-sc/wght.css": "noto-sans-sc/wght.css",
    "@fontsource-variable/noto-sans-sc/files/*-wght-normal.woff2": "noto-sans-sc/files/",
    "@tabler/core/LICENSE": "licences/tabler.txt",
    "@tabler/icons/LICENSE": "licences/tabler-icons.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "tus-js-client/LICENSE": "licences/tus-js-client.txt",
    "hash-wasm/LICENSE": "licences/hash-wasm.txt",
    "@fontsource-variable/noto-sans-sc/LICENSE": "licences/noto-sans-sc.txt",
}
PRINTED = "@expo-google-fonts/noto-serif-sc"
PRINTED_WEIGHTS = ("400Regular/NotoSerifSC_400Regular.ttf", "700Bold/NotoSerifSC_700Bold.ttf")
TEXT_KINDS = {".css", ".js", ".svg"}
DRAWING = re.compile(r"<svg([^>]*)>(.*)</svg>", re.DOTALL)
ATTRIBUTE = re.compile(r'\s(viewBox|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin)="([^"]*)"')


def copy_files() -> None:
    """Copy every file named in COPIED; stop when one of them is missing from its package."""
    for pattern, target in COPIED.items():
        sources = sorted(NODE_MODULES.glob(pattern))
        if not sources and "LICENSE" not in pattern:
            sys.exit(f"tools/assets.py: node_modules/{pattern} is not there; has the package changed its layout?")
        for source in sources:
            place = VENDOR / target / source.name if target.endswith("/") else VENDOR / target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)


def copy_fonts() -> None:
    """Copy the whole Chinese fonts that documents are printed in; the browser's are cut into ranges and won't do."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in (*PRINTED_WEIGHTS, "LICENSE_FONT"):
        source = NODE_MODULES / PRINTED / name
        if not source.exists():
            sys.exit(f"tools/assets.py: {source.relative_to(ROOT)} is not there; has the package changed its layout?")
        shutil.copyfile(source, FONTS / source.name)


def write_icons() -> None:
    """Gather the named icons in one sprite: <svg class="icon"><use href="…/vendor/icons.svg#NAME"/></svg>."""
    lines = ICON_NAMES.read_text(encoding="utf-8").splitlines()
    symbols = [_symbol(line) for line in lines if line and not line.startswith("#")]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")


def _symbol(name: str) -> str:
    style, stem = ("filled", name.removesuffix("-filled")) if name.endswith("-filled") else ("outline", name)
    source = NODE_MODULES / f"@tabler/icons/icons/{style}/{stem}.svg"
    if not source.exists():
        sys.exit(f"tools/icons.txt: Tabler has no icon named {name}; look it up in {source.parent.relative_to(ROOT)}")
    drawing = DRAWING.search(source.read_text(encoding="utf-8"))
    if drawing is None:
        sys.exit(f"tools/assets.py: {source.relative_to(ROOT)} is no SVG drawing")
    attributes = "".join(f' {key}="{value}"' for key, value in ATTRIBUTE.findall(drawing[1]))
    shapes = re.sub(r">\s+<", "><", drawing[2].strip())
    return f'<symbol id="{name}"{attributes}>{shapes}</symbol>'


def compress() -> None:
    """Write the gzip form beside every text file; the same input gives the same bytes."""
    for path in VENDOR.rglob("*"):
        if path.suffix in TEXT_KINDS:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def main() -> None:
    """Make build/static/vendor anew."""
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    VENDOR.mkdir(parents=True)
    copy_files()
    copy_fonts()
    write_icons()
    compress()
    total = sum(path.stat().st_size for path in VENDOR.rglob("*") if path.suffix == ".gz")
    print(f"    {VENDOR.relative_to(ROOT)}: styles, scripts and icons are {total // 1000} kB compressed", flush=True)


if __name__ == "__main__":
    main()
