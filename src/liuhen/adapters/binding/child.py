"""The child: looks at PDF files, or binds them into a volume, and answers in lines of JSON.

Run as `python -m liuhen.adapters.binding.child CPU_SECONDS BYTES_WRITTEN`, the order on its input. Before each piece it
says where it is, so that the house knows which file it died of.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path
from typing import Any

import pikepdf

from liuhen.adapters.binding.joining import Joined, opened
from liuhen.adapters.confined import limits
from liuhen.ports.binder import Trouble

MOST_PAGES = 20_000
FILES = 4096


def main() -> None:
    """Do the one order."""
    logging.disable(logging.CRITICAL)
    seconds, written = int(sys.argv[1]), int(sys.argv[2])
    order = json.loads(sys.stdin.buffer.read())
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits.confine(written=written, files=FILES if hard == resource.RLIM_INFINITY else min(FILES, hard))
    limits.allow_seconds(seconds)
    if order["do"] == "look":
        for file in order["files"]:
            _say(_looked(Path(file)))
    else:
        _bind(order)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _looked(path: Path) -> dict[str, Any]:
    try:
        with opened(path) as pdf:
            found = len(pdf.pages)
            trouble = Trouble.TOO_MANY if found > MOST_PAGES else None if found else Trouble.EMPTY
            for page in pdf.pages if trouble is None else ():
                _ = page.cropbox, page.obj.get("/Contents")
    except pikepdf.PasswordError:
        found, trouble = 0, Trouble.ENCRYPTED
    except (pikepdf.PdfError, *_SURPRISES):
        found, trouble = 0, Trouble.BROKEN
    return {"found": found, "trouble": trouble and trouble.value}


_SURPRISES = (ArithmeticError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, TypeError, ValueError)


def _bind(order: dict[str, Any]) -> None:
    from liuhen.adapters.binding.archival import (
        Said,
        culprits,
        save_checked,
    )  # half a second that a look need not spend

    into = Path(order["into"])
    joined = Joined(into.parent)
    for place, piece in enumerate(order["pieces"]):
        _say({"at": place})
        joined.add(Path(piece["file"]), piece["bookmark"], piece["under"], numbered=piece["numbered"])
    _say({"at": len(order["pieces"])})
    joined.join()
    joined.number(Path(order["numbers"]))
    joined.finish()
    said = Said(order["title"], order["author"], order["made_at"])
    archival = save_checked(joined.pdf, into, said)
    faulty = [] if archival else culprits(joined.settled, said)
    _say({"pages": len(joined.pdf.pages), "archival": archival, "not_archival": faulty})


if __name__ == "__main__":
    main()
