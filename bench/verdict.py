"""How many verdicts one core gives in a second: a typical dossier of 8 steps, 12 documents, 10 recordings, two texts.

    .venv/bin/python bench/verdict.py [SECONDS]

Prints the median and the best of many short runs in dossiers per second, the obligations per dossier, and peak memory.
The texts are read once and a few verdicts given before the measure begins, as in a running server; each verdict indexes
the dossier anew. Processor time is counted, so that neighbours disturb less. Demand: at least 500 per second.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Dossier

DOSSIER = Path(__file__).parents[1] / "docs/formats/examples/typical.yaml"
TEXTS = ("gd-province-2018", "gd-transport-2019")
PER_RUN = 25


def main() -> None:
    """Judge the dossier again and again, and print how fast it went."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    folder = DiskLawFolder()
    facts = read_dossier(read_text(DOSSIER), name=DOSSIER.name, vocabulary=folder.vocabulary())
    texts = [folder.text(id) for id in TEXTS]
    now = parse_moment("2020-06-01 12:00")
    owed = [len(evaluate(facts, texts, now)) for _ in range(PER_RUN)][-1]  # the first ones prepare texts and caches
    speeds = _speeds(facts, texts, now, seconds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{median(speeds):.0f} dossiers/s (best {max(speeds):.0f}), {owed} obligations each, {memory} MB peak")


def _speeds(facts: Dossier, texts: Sequence[LawText], now: datetime, seconds: float) -> list[float]:
    """Dossiers per second of each short run, until the time is up."""
    speeds = []
    until = time.process_time() + seconds
    while (start := time.process_time()) < until:
        for _ in range(PER_RUN):
            evaluate(facts, texts, now)
        speeds.append(PER_RUN / (time.process_time() - start))
    return speeds


if __name__ == "__main__":
    main()
