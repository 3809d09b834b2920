"""How many typical dossiers one core judges in a second under one text, beside zen-engine on the rules both can say.

    .venv/bin/python bench/law.py [--text gd-transport-2019] [--seconds 3] [--compiled]

Three figures, all processor time, best and median of short runs: (1) the typical dossier under all duties of one text,
demand 2,000 a second; (2) the same for 1,000, 2,000 and 4,000 dossiers in a row, to see that time grows evenly;
(3) two duties of gd-transport-2019 article 29 on the ten recordings, by us and by zen-engine (a rules engine in Rust,
from PyPI), in turns, with the ratio. zen-engine answers with bare words; our answer carries citation, due time,
evidence and explanation for each. Both must agree on every state before anything is timed.

`--compiled` measures the engine as `make compiled` builds it; without it, the plain Python source.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COMPILED = ROOT / "build" / "compiled"
DOSSIER = ROOT / "docs/formats/examples/typical.yaml"
ARTICLE_29 = ("store-24h", "no-private-keeping")
DAY = 86_400
DEMAND = 2_000


def main() -> int:
    """Measure and print; exit code 1 when the demand is not met."""
    options = _options()
    if options.compiled and os.environ.get("LIUHEN_BENCH") != "compiled":
        return _again_compiled()
    facts, text, now, judge = _prepare(options.text)
    kind = "compiled" if judge.__class__.__name__ == "builtin_function_or_method" else "plain Python"
    print(f"engine: {kind}, {os.cpu_count()} processors, text {text.id}, {len(text.duties)} duties")
    owed = len(judge(facts, [text], now))
    speeds = _speeds(lambda: judge(facts, [text], now), options.seconds)
    print(
        f"typical dossier: {statistics.median(speeds):.0f}/s median, {max(speeds):.0f}/s best, {owed} obligations each"
    )
    _growth(lambda: judge(facts, [text], now))
    _beside_zen(facts, now, judge, options.seconds)
    return 0 if statistics.median(speeds) >= DEMAND else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", default="gd-transport-2019")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--compiled", action="store_true")
    return parser.parse_args()


def _again_compiled() -> int:
    """The same run in a new interpreter that finds the compiled engine first."""
    if not COMPILED.is_dir():
        print("build/compiled is not there: run `make compiled` first", file=sys.stderr)
        return 2
    environment = os.environ | {
        "LIUHEN_BENCH": "compiled",
        "PYTHONPATH": str(COMPILED),
        "LIUHEN_LAW": str(ROOT / "law"),
    }
    return subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode


def _prepare(text: str) -> Any:
    from liuhen.adapters.law_folder import DiskLawFolder, read_text
    from liuhen.core.duties.evaluate import evaluate
    from liuhen.core.lawbook.dossier import read_dossier
    from liuhen.core.lawbook.fields import parse_moment

    folder = DiskLawFolder()
    facts = read_dossier(read_text(DOSSIER), name=DOSSIER.name, vocabulary=folder.vocabulary())
    return facts, folder.text(text), parse_moment("2020-06-01 12:00"), evaluate


def _speeds(once: Callable[[], object], seconds: float, batch: int = 50) -> list[float]:
    """Runs per second of each short batch, until the time is up; one batch beforehand fills the caches."""
    for _ in range(batch):
        once()
    speeds, until = [], time.process_time() + seconds
    while (start := time.process_time()) < until:
        for _ in range(batch):
            once()
        speeds.append(batch / (time.process_time() - start))
    return speeds


def _growth(once: Callable[[], object]) -> None:
    for number in (1_000, 2_000, 4_000):
        start = time.process_time()
        for _ in range(number):
            once()
        spent = time.process_time() - start
        print(f"{number} dossiers: {spent:.2f} s, {1_000_000 * spent / number:.0f} µs each")


def _beside_zen(facts: Any, now: Any, judge: Any, seconds: float) -> None:
    """The two duties of article 29, ours and theirs in turns."""
    import zen

    from liuhen.adapters.law_folder import DiskLawFolder

    text = DiskLawFolder().text("gd-transport-2019")
    only = replace(text, duties=tuple(duty for duty in text.duties if duty.id in ARTICLE_29))
    decision = zen.ZenEngine().create_decision(json.dumps(_zen_graph()))
    given = _zen_facts(facts, now)
    ours = {(o.duty, o.subject.id): str(o.state) for o in judge(facts, [only], now)}
    answer = decision.evaluate(given)["result"]
    theirs = {
        (duty, row["id"]): state
        for duty, key in zip(ARTICLE_29, ("stored", "kept"), strict=True)
        for row, state in zip(given["recordings"], answer[key], strict=True)
        if state
    }
    if ours != theirs:
        raise SystemExit(f"the two engines disagree: {sorted(set(ours.items()) ^ set(theirs.items()))}")
    mine, peer = [], []
    for _ in range(max(3, int(seconds))):
        mine += _speeds(lambda: judge(facts, [only], now), 0.5)
        peer += _speeds(lambda: decision.evaluate(given), 0.5)
    a, b = statistics.median(mine), statistics.median(peer)
    print(f"article 29, {len(ours)} answers each: liuhen {a:.0f}/s, zen-engine {b:.0f}/s, ratio {a / b:.2f}")


def _zen_facts(facts: Any, now: Any) -> dict[str, Any]:
    """The recordings as zen-engine can read them: seconds since 1970, and what our conditions look up worked out."""
    steps = {step.id: step for step in facts.steps}
    late_start = {"continuous_work", "other_place", "on_water", "remote", "poor_transport"}
    rows = []
    for recording in facts.recordings:
        if recording.parent or recording.start > now:
            continue
        of = [steps[id] for id in recording.steps]
        circumstances = recording.circumstances.union(*(step.circumstances for step in of))
        returned = recording.returned_at or (of[0].returned_at if of else None)
        start = returned if circumstances & late_start else recording.end
        rows.append({
            "id": recording.id,
            "start": start.timestamp() if start else None,
            "stored": recording.stored_at.timestamp() if recording.stored_at and recording.stored_at <= now else None,
            "store": recording.store,
        })  # fmt: skip
    return {"now": now.timestamp(), "recordings": rows}


def _zen_graph() -> dict[str, Any]:
    designated = "(#.store == 'platform' or #.store == 'designated')"
    done = f"(#.stored != null and {designated})"
    stored = (
        f"map(recordings, {done} ? (#.start == null or #.stored <= #.start + {DAY} ? 'met' : 'late')"
        f" : (#.start == null or now <= #.start + {DAY} ? 'open' : 'overdue'))"
    )
    kept = "map(recordings, #.stored == null ? '' : (#.store == 'private' ? 'breached' : 'met'))"
    rules = [{"id": "1", "key": "stored", "value": stored}, {"id": "2", "key": "kept", "value": kept}]
    content, place = {"expressions": rules}, {"x": 0, "y": 0}
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "rules", "type": "expressionNode", "name": "rules", "position": place, "content": content},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "b", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
