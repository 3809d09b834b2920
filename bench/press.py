"""Time 100 documents to PDF/A: every form of law/_forms, filled, signed, sealed, with the digests of twelve recordings.

    .venv/bin/python bench/press.py [--documents 100] [--rounds 3] [--keep FOLDER]

Claim: 100 documents in at most 20 s on one core. The same words are set by ReportLab beside it in the same run when it
is there (`pip install --target FOLDER reportlab`, PYTHONPATH=FOLDER): plain PDF, no PDF/A, no ruled layout.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from liuhen.adapters.law_folder import DiskLawFolder, default_folder
from liuhen.adapters.typst_press import TypstPress
from liuhen.core.package.slip import Listed, slip_codes
from liuhen.ports.press import FormSheet, PlaceKind, Proof

from filled_forms import content_of, signed_by  # isort: skip

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "build/fonts"
MOMENT = datetime(2026, 11, 20, 2, 45, tzinfo=UTC)
ALLOWED = 20.0


def main() -> int:
    """Print, measure, say; exit code 1 when the claim does not hold."""
    options = _options()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sheets = list(islice(cycle(_sheets()), options.documents))
    print(f"{platform.machine()}, one of {os.cpu_count()} processors, {options.documents} documents")
    press = TypstPress(FONTS)
    peers: dict[str, Callable[[FormSheet], bytes]] = {"typst": press.print_form} | _peer()
    times: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(options.rounds):
        for name, print_one in peers.items():
            times[name].append(_time(print_one, sheets))
    for name, seconds in times.items():
        low, high = min(seconds), max(seconds)
        print(f"{name:>10}: median {statistics.median(seconds):6.2f} s, {low:.2f} to {high:.2f}")
    if options.keep:
        _keep(press, sheets, options.keep)
    return 0 if statistics.median(times["typst"]) <= ALLOWED * options.documents / 100 else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="write what was printed into this folder")
    return parser.parse_args()


def _time(print_one: Callable[[FormSheet], bytes], sheets: list[FormSheet]) -> float:
    begin = time.process_time()
    for sheet in sheets:
        print_one(sheet)
    return time.process_time() - begin


def _sheets() -> Iterator[FormSheet]:
    from liuhen.apps.documents.printed import cells_of, opinion_slots, places_of

    recordings = [_recording(number) for number in range(12)]
    codes = slip_codes([Listed(one.sha256, 1_000_000) for one in recordings])
    for form in DiskLawFolder(default_folder()).forms().values():
        places = places_of(form, signed_by(form), "某某市交通运输局")
        stated = {key: places[slot] for slot, key in opinion_slots(form).items()}
        yield FormSheet(
            issuer="某某市交通运输局",
            title=form.title,
            made_at=MOMENT,
            case_number="某交罚〔2026〕00031号",
            number="某交罚〔2026〕31号" if form.numbered else "",
            cells=cells_of(form, content_of(form), stated),
            places=[place for place in places.values() if place.kind is not PlaceKind.OPINION],
            proofs=recordings[:2],
            digests=recordings,
            digests_title="截至制作时已入库的音像记录共 12 份",
            marks=codes,
            lines=["内容摘要 SHA-256 " + "0" * 64],
            foot=f"{form.title}　制作于2026年11月20日10时45分",
            blank="/",
        )


def _recording(number: int) -> Proof:
    name, when = f"XZ_{number:04}_20261118093012.MP4", "2026年11月18日9时30分"
    seconds = "第 83–97 秒\n第 120–125 秒"
    return Proof(name=name, device="执法记录仪 0421", when=when, seconds=seconds, sha256=f"{number + 1:02x}" * 32)


def _peer() -> dict[str, Callable[[FormSheet], bytes]]:
    try:
        from press_peer import print_with_reportlab
    except ImportError:
        print("reportlab is not installed: no peer")
        return {}
    return {"reportlab": print_with_reportlab(FONTS)}


def _keep(press: TypstPress, sheets: list[FormSheet], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        (folder / f"{sheet.title}.pdf").write_bytes(press.print_form(sheet))


if __name__ == "__main__":
    raise SystemExit(main())
