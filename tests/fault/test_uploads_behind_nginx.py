"""Uploads through a real nginx, set up as docs/how-to/serve-behind-nginx.md says: streamed through, and handed over."""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.instance import Instance, new_instance
from tests.fault.processes import until
from tests.fault.uploading import SOON, Sender, chance_of, finish, free_port, kill, parts_of, serving

GUIDE = Path(__file__).resolve().parents[2] / "docs/how-to/serve-behind-nginx.md"
SECRET = "shared-by-both"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(NGINX is None, reason="the guide to nginx is tried only where nginx is installed"),
]


def guide(spool: Path, port: int, behind: int, *, hand_over: bool) -> str:
    """The guide's own lines, with this test's addresses, without HTTPS."""
    found: list[str] = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    general, style, handing = found
    server = general.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    server = re.sub(r" *(ssl_certificate|server_name).*\n", "", server)
    server = server.rstrip().removesuffix("}") + style + (handing if hand_over else "") + "}\n"
    server = server.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{behind}")
    server = server.replace("/srv/liuhen/spool", str(spool)).replace("与 LIUHEN_HANDOFF_SECRET 相同的口令", SECRET)
    return server.replace("$host", "$http_host").replace("X-Forwarded-Proto https", "X-Forwarded-Proto http")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return new_instance(tmp_path_factory.mktemp("nginx") / "home")


@pytest.fixture(scope="module")
def server(instance: Instance) -> Iterator[int]:
    spool, port = instance.home / "spool", free_port()
    spool.mkdir()
    with serving(instance, port, LIUHEN_HANDOFF=str(spool), LIUHEN_HANDOFF_SECRET=SECRET):
        yield port


@pytest.fixture(params=[False, True], ids=["streamed", "handed over"])
def sender(request: pytest.FixtureRequest, instance: Instance, server: int, tmp_path: Path) -> Iterator[Sender]:
    port, config = free_port(), tmp_path / "nginx.conf"
    lines = guide(instance.home / "spool", port, server, hand_over=request.param)
    head = f"daemon off; user root; pid {tmp_path}/nginx.pid; events {{}}\n"
    config.write_text(f"{head}http {{ access_log off; {lines} }}\n", encoding="utf-8")
    words = [str(NGINX), "-c", str(config), "-e", str(tmp_path / "nginx.log")]
    nginx = subprocess.Popen(words, start_new_session=True)
    try:
        until(lambda: nginx.poll() is not None or _open(port), SOON)
        assert nginx.poll() is None, (tmp_path / "nginx.log").read_text(encoding="utf-8")
        yield Sender(port).sign_in()
    finally:
        kill(nginx)


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_file_comes_through_whole_in_one_stretch_or_in_several(sender: Sender, instance: Instance) -> None:
    content = chance_of(21).randbytes(5_000_001)
    address = sender.create(len(content))
    for start in range(0, len(content), 2_000_000):
        answer = sender.append(address, content[start : start + 2_000_000], start)
        assert answer.status_code == 204, answer.text
    assert answer.headers["liuhen-digest"] == hashlib.sha256(content).hexdigest()
    sender.ask("DELETE", address)
    assert parts_of(instance) == []
    assert [path for path in (instance.home / "spool").rglob("*") if path.is_file()] == []


def test_nobody_outside_can_hand_a_file_over(sender: Sender, instance: Instance) -> None:
    address = sender.create(10)
    target = instance.home / "spool" / "planted"
    target.write_bytes(b"0123456789")
    answer = sender.append(address, b"", 0, x_body_file=str(target), liuhen_handoff=SECRET)
    assert (answer.status_code, sender.offset(address)) == (204, 0)
    sender.ask("DELETE", address)
    target.unlink()


def test_a_line_that_breaks_loses_nothing_when_streamed_and_little_when_handed_over(sender: Sender) -> None:
    content = chance_of(22).randbytes(1_000_000)
    address = sender.create(len(content))
    sender.cut(address, content, 0, 400_000, reset=False)
    assert sender.offset(address) <= 400_000
    assert finish(sender, address, content).headers["liuhen-digest"] == hashlib.sha256(content).hexdigest()
    sender.ask("DELETE", address)
