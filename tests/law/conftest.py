"""The law folder of this checkout."""

from pathlib import Path

import pytest

from liuhen.adapters.law_folder import DiskLawFolder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def folder():
    return DiskLawFolder(ROOT / "law")


@pytest.fixture(scope="session")
def texts(folder):
    return {id: folder.text(id) for id in folder.ids()}
