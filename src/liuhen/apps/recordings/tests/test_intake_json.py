"""The result of an intake keeps to its documented schema, whatever the files are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, World

PROJECT = Path(__file__).resolve().parents[5]
SAMPLES = Path(os.environ.get("LIUHEN_SAMPLES", PROJECT / "../shared/samples"))


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = (PROJECT / "docs/formats/intake.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=FormatChecker())


def printed(world: World) -> dict[str, object]:
    """The result as a program reads it."""
    results = [result.as_json() for result in world.take_in()]
    read: dict[str, object] = json.loads(json.dumps({"files": results}, ensure_ascii=False))
    return read


def test_every_outcome_keeps_to_the_schema(world: World, schema: Draft202012Validator, tmp_path: Path) -> None:
    cards.film(world.card / "a.mp4", NINE)
    cards.sound(world.card / "b.wav")
    cards.text(world.card / "c.txt")
    (world.card / "d.mp4").symlink_to(tmp_path / "nowhere")
    for _ in range(2):
        schema.validate(printed(world))


def test_the_example_in_the_document_keeps_to_the_schema(schema: Draft202012Validator) -> None:
    text = (PROJECT / "docs/formats/intake.md").read_text(encoding="utf-8")
    lines = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    example = json.loads("\n".join(lines).replace('"9f2c…"', json.dumps("9f2c" * 16)))
    schema.validate(example)


@pytest.mark.samples
def test_hostile_files_end_stored_or_rejected_with_a_reason(world: World, schema: Draft202012Validator) -> None:
    if not (SAMPLES / "hostile").is_dir():
        pytest.skip("sample files are missing (LIUHEN_SAMPLES)")
    for folder in ("hostile", "derived"):
        for path in (SAMPLES / folder).iterdir():
            (world.card / path.name).write_bytes(path.read_bytes())
    read = printed(world)
    schema.validate(read)
    files = {file["path"]: file for file in read["files"]}  # type: ignore[attr-defined]
    assert len(files) == len(list(world.card.iterdir()))
    cut = files["powerloss_moov_missing.mp4"]
    assert (cut["outcome"], cut["media"]["playable"]) == ("stored", False)
    assert all(file["sha256"] for file in files.values())
