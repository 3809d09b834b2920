"""What recognisers read and hear in real camera files, against the truth; they run as in service, in the capped child.

These fields depend on a model, so that they have tables of their own. Without recognisers the tests skip and say so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.adapters.workshop.parent import ChildWorkshop
from liuhen.core.continuity.clocks import ClockSource
from liuhen.core.media.burnt_in import BurntIn, apart
from liuhen.core.media.phrases import bare
from liuhen.core.media.plates import normal
from liuhen.ports.workshop import Task, WorkKind

pytestmark = pytest.mark.samples

LETTERS_RATE, SPEECH_RATE = 0.95, 1.0
"""The share of fields that has to be right; what is wrong is printed."""
TRANSCRIPT_RATE = 0.9
"""The share of characters that has to be right, with a model for the language of the recording."""
Result = dict[str, Any]
Work = Callable[[WorkKind, Path], Result]


@pytest.fixture(scope="module")
def work(probe: ChildProbe, tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Do a kind of work on a sample as the house does; each once."""
    shop = ChildWorkshop(Path(os.environ.get("LIUHEN_MODELS", tmp_path_factory.mktemp("models"))))

    @cache
    def done(kind: WorkKind, path: Path) -> Result:
        if lacking := shop.missing(kind):
            pytest.skip(lacking)
        told = probe.probe(path, original_name=path.name)
        facts = {"container": told.container, "duration_ms": told.duration_ms, "rotation": told.rotation}
        return dict(shop.work(Task(kind=kind, facts=facts), path, tmp_path_factory.mktemp("work")).result)

    return done


def _texts(result: Result) -> str:
    return " ".join(one["text"] for one in result["readings"])


def _plate(truth: str, result: Result) -> bool:
    return normal(truth.split(" (", maxsplit=1)[0]) in [one.get("plate") for one in result["readings"]]


def _clock(truth: str, result: Result) -> bool:
    clock = result["clock"]
    return bool(clock) and truth in (clock["start"], clock["also"])


def _left(truth: str, result: Result) -> bool:
    return truth.split(" (", maxsplit=1)[0] in _texts(result)


def _place(truth: Any, result: Result) -> bool:
    stated: Result = next(iter(result["stated"]), {})
    return stated.get("no_fix") is True if isinstance(truth, str) else stated.get("place") == truth


def _first_frame(truth: str, result: Result) -> bool:
    """Nine of ten characters of the whole overlay, whatever order its lines were read in."""
    read = bare(" ".join(one["text"] for one in result["readings"] if one["at_ms"] == 0))
    wanted = [bare(word) for word in truth.split()]
    right = sum(_longest(word, read) for word in wanted)
    return right >= 0.9 * sum(map(len, wanted))


def _longest(word: str, read: str) -> int:
    return sum(block.size for block in SequenceMatcher(None, word, read, autojunk=False).get_matching_blocks())


CHECKS: dict[str, Callable[[Any, Result], bool]] = {
    "ocr_plate": _plate,
    "osd_time_local": _clock,
    "osd_text_left": _left,
    "osd_gps": _place,
    "osd_first_frame": _first_frame,
}


def _asked(manifest: list[dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for entry in manifest:
        for field, truth in entry["truth"].items():
            if field in CHECKS:
                yield entry["file"], field, truth


def test_letters_agree_with_the_truth(
    samples: Path, manifest: list[dict[str, Any]], scores: dict[str, list[Any]], work: Work
) -> None:
    checks = scores["letters (model)"]
    for file, field, truth in _asked(manifest):
        checks.append((file, field, CHECKS[field](truth, work(WorkKind.LETTERS, samples / file))))
    assert sum(ok for *_, ok in checks) / len(checks) >= LETTERS_RATE, [one for one in checks if not one[2]]


def test_a_burnt_in_clock_that_contradicts_the_container_is_measured(
    samples: Path, manifest: list[dict[str, Any]], scores: dict[str, list[Any]], work: Work, probe: ChildProbe
) -> None:
    for entry in manifest:
        if "clock_conflict" not in entry["truth"]:
            continue
        path = samples / entry["file"]
        clock = work(WorkKind.LETTERS, path)["clock"]
        told = probe.probe(path, original_name=path.name)
        stored = next(one.at for one in told.clocks if one.source is ClockSource.CONTAINER and one.at)
        wall = (stored + timedelta(hours=8)).replace(tzinfo=None).isoformat()
        hours, minutes, seconds = map(int, re.findall(r"(\d+) [hms]\b", entry["truth"]["clock_conflict"]))
        measured = abs(apart(BurntIn(clock["start"], clock["also"]), wall))
        agrees = measured == timedelta(hours=hours, minutes=minutes, seconds=seconds)
        scores["letters (model)"].append((entry["file"], "clock_conflict", agrees))
        assert agrees, measured


SPOKEN = {"zh_aishell_4s.wav", "zh_funasr_example.wav", "en_jfk.flac", "noisy_48k.wav", "en_8bit_44k.wav"}
"""Files whose name or truth says that somebody speaks in them."""


def test_speech_is_found_where_somebody_speaks(samples: Path, scores: dict[str, list[Any]], work: Work) -> None:
    checks = scores["speech (model)"]
    for name in sorted(SPOKEN):
        spans = work(WorkKind.SPEECH, samples / "audio" / name)["spans"]
        checks.append((name, "speech", sum(span["to_ms"] - span["from_ms"] for span in spans) > 1000))
    assert sum(ok for *_, ok in checks) / len(checks) >= SPEECH_RATE


def test_what_is_said_is_written_down(
    samples: Path, manifest: list[dict[str, Any]], scores: dict[str, list[Any]], work: Work
) -> None:
    """Only recordings in the language of the installed model count."""
    told = [entry for entry in manifest if "transcript" in entry["truth"]]
    results = [(entry, work(WorkKind.TRANSCRIPT, samples / entry["file"])) for entry in told]
    fitting = [(entry, found) for entry, found in results if Path(entry["file"]).name.startswith(found["language"])]
    assert fitting, "no sample in the language of the installed model"
    rates = []
    for entry, found in fitting:
        wanted, read = bare(entry["truth"]["transcript"]), bare("".join(one["text"] for one in found["utterances"]))
        rates.append(_longest(wanted, read) / len(wanted))
        scores["transcript (model)"].append(
            (f"{entry['file']} {rates[-1]:.0%}", "transcript", rates[-1] >= TRANSCRIPT_RATE)
        )
    assert min(rates) >= TRANSCRIPT_RATE, rates


def test_from_sound_to_words_with_the_light_english_model(
    samples: Path, manifest: list[dict[str, Any]], scores: dict[str, list[Any]], probe: ChildProbe, tmp_path: Path
) -> None:
    """The whole way, with the model PocketSphinx carries: it mishears much, so that half of the characters will do."""
    carried = find_spec("pocketsphinx")
    if carried is None or not carried.submodule_search_locations:
        pytest.skip("PocketSphinx is not installed: make models")
    home = tmp_path / "models" / "transcript" / "pocketsphinx-en-us"
    home.mkdir(parents=True)
    for path in (Path(carried.submodule_search_locations[0]) / "model" / "en-us").iterdir():
        (home / path.name).symlink_to(path)
    path = samples / "audio/en_jfk.flac"
    told = probe.probe(path, original_name=path.name)
    task = Task(kind=WorkKind.TRANSCRIPT, facts={"container": told.container, "duration_ms": told.duration_ms})
    work = ChildWorkshop(tmp_path / "models").work(task, path, tmp_path)
    utterances = work.result["utterances"]
    wanted = bare(next(one["truth"]["transcript"] for one in manifest if one["file"] == "audio/en_jfk.flac"))
    rate = _longest(wanted, bare("".join(one["text"] for one in utterances))) / len(wanted)
    scores["transcript (model)"].append((f"audio/en_jfk.flac by PocketSphinx {rate:.0%}", "transcript", rate >= 0.5))
    assert rate >= 0.5
    assert "PocketSphinx" in work.tool
    assert work.result["language"] == "en"
    ends = [edge for one in utterances for edge in (one["from_ms"], one["to_ms"])]
    assert ends == sorted(ends)
    assert ends[-1] <= 11_200
