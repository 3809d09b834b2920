"""The published schemas and the page about the format say what the code does."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from liuhen.core.package.tests.sample import build
from liuhen.verify import verify_package
from liuhen.verify.messages import STEP_NAMES

FORMATS = Path(__file__).resolve().parents[4] / "docs" / "formats"


@pytest.fixture(scope="module")
def raw():
    out = io.BytesIO()
    build(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def files(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((FORMATS / f"evidence-package.{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_a_true_manifest_obeys_its_schema_and_a_wrong_one_does_not(files):
    manifest = json.loads(files["manifest.json"])
    _validator("manifest").validate(manifest)
    original = next(file for file in manifest["files"] if file["role"] == "original")
    original["entry"] = None
    with pytest.raises(ValidationError):
        _validator("manifest").validate(manifest)


def test_custody_lines_and_the_seal_obey_their_schema(files):
    lines = files["custody/entries.jsonl"].splitlines()
    assert len(lines) == 4
    for line in (*lines, files["seal.json"]):
        _validator("custody-entry").validate(json.loads(line))


def test_good_and_bad_reports_obey_their_schema(raw):
    for content in (raw, raw[:-9], raw.replace(b"%PDF-1.4", b"%PDF-1.5")):
        _validator("report").validate(verify_package(io.BytesIO(content)).to_json())


def test_the_page_about_the_format_tells_every_step_and_every_file(files):
    page = (FORMATS / "evidence-package.md").read_text()
    assert all(f"\n| {number} | " in page for number in STEP_NAMES)
    for name in files:
        assert f"`{name.split('/')[0]}" in page or f"`{name}`" in page
