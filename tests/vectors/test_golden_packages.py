"""Packages of earlier versions verify for ever; one is added with each change of the format, none is ever remade."""

from pathlib import Path

import pytest

from liuhen.core.tlog import parse_verifier_key
from liuhen.verify import verify_package

FOLDER = Path(__file__).parent / "packages"
KEY = parse_verifier_key("log.example/liuhen+480a211a+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs")
GOLDEN = sorted(path.name for path in FOLDER.glob("*.zip"))


def test_a_package_of_every_format_is_kept():
    assert GOLDEN == ["format-1.zip"]


@pytest.mark.parametrize("name", GOLDEN)
def test_an_old_package_still_verifies_under_the_key_of_its_time(name):
    report = verify_package(FOLDER / name, [KEY])
    assert report.findings == []
    assert report.verified
