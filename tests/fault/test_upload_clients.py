"""The clients others use, tuspy and tus-js-client, upload, break off and go on against a running server."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient

from tests.fault.breaking import breaking
from tests.fault.instance import new_instance
from tests.fault.uploading import Sender, chance_of, free_port, serving

ROOT = Path(__file__).resolve().parents[2]
SIZE, CUTS = 8_000_003, 6

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    instance, port = new_instance(tmp_path_factory.mktemp("clients") / "home"), free_port()
    with serving(instance, port):
        yield Sender(port).sign_in()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    path.write_bytes(chance_of(9).randbytes(SIZE))
    return path


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tuspy(sender: Sender, port: int | None = None) -> TusClient:
    given = {key: value for key, value in sender.headers.items() if key != "Tus-Resumable"}
    return TusClient(f"http://127.0.0.1:{port or sender.port}/data/tus/", headers=given)


def test_tuspy_breaks_off_and_goes_on_days_later(sender: Sender, film: Path) -> None:
    with film.open("rb") as file:
        first = tuspy(sender).uploader(file_stream=file, chunk_size=1_000_000, metadata={"filename": "片.mp4"})
        for _ in range(3):
            first.upload_chunk()  # type: ignore[no-untyped-call]
    address = str(first.url)
    assert sender.offset(address) == 3_000_000
    with film.open("rb") as file:
        tuspy(sender).uploader(file_stream=file, chunk_size=1_000_000, url=address).upload()
    assert sender.ask("HEAD", address).headers["liuhen-digest"] == digest_of(film)


def test_tuspy_compares_each_stretch_by_its_checksum(sender: Sender, film: Path) -> None:
    with film.open("rb") as file:
        uploader = tuspy(sender).uploader(file_stream=file, chunk_size=3_000_000, upload_checksum=True)
        uploader.upload()
    assert sender.ask("HEAD", str(uploader.url)).headers["liuhen-digest"] == digest_of(film)


def test_tuspy_uploads_over_a_network_that_breaks(sender: Sender, film: Path) -> None:
    with breaking(sender.port, CUTS, chance_of(11), 900_000) as network, film.open("rb") as file:
        client = tuspy(sender, network.port)
        uploader = client.uploader(file_stream=file, chunk_size=1_000_000, retries=60, retry_delay=0.05)
        uploader.upload()
    assert network.broken == CUTS
    address = sender.endpoint + str(uploader.url).rpartition("/")[2]
    assert sender.ask("HEAD", address).headers["liuhen-digest"] == digest_of(film)


def tus_js(sender: Sender, film: Path, port: int, url: str = "", **settings: str) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/tus-js-client").is_dir():
        pytest.skip("tus-js-client is tried only where node is: make setup brings node_modules")
    words = [node, str(Path(__file__).with_name("tus_client.js")), str(film), f"http://127.0.0.1:{port}/data/tus/"]
    words += [sender.headers["Cookie"], sender.ticket, *([url] if url else [])]
    where = {**os.environ, "NODE_PATH": str(ROOT / "node_modules"), **settings}
    done = subprocess.run(words, env=where, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_tus_js_client_breaks_off_and_goes_on(sender: Sender, film: Path) -> None:
    begun = tus_js(sender, film, sender.port, STOP_AT="3000000")
    assert 0 < sender.offset(begun["url"]) < SIZE
    done = tus_js(sender, film, sender.port, begun["url"])
    assert (done["url"], done["digest"]) == (begun["url"], digest_of(film))
    result = sender.register(done["receipt"], "卡/film.mp4", sha256=digest_of(film))
    assert (result["outcome"], result["sha256"]) == (
        "rejected",
        digest_of(film),
    )  # noise is no film; its bytes are kept


def test_tus_js_client_uploads_over_a_network_that_breaks(sender: Sender, film: Path) -> None:
    with breaking(sender.port, CUTS, chance_of(12), 900_000) as network:
        done = tus_js(sender, film, network.port)
    assert (network.broken, done["digest"]) == (CUTS, digest_of(film))
