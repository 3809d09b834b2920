"""An Ed25519 key in a file that only its owner may read.

The file is the private half of a C2SP note key in the form Go's note package made common,
`PRIVATE+KEY+name+id+base64(0x01 ‖ 32-byte seed)`, so other tools can take it over.
"""

import os
import re
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liuhen.adapters.disk_io import fsync_directory
from liuhen.adapters.durable_directory import make_directory
from liuhen.core.tlog import MalformedError, VerifierKey
from liuhen.core.tlog.note import ED25519, check_key_name
from liuhen.core.tlog.strict import format_base64, parse_base64
from liuhen.ports.signer import SignerError

_PREFIX = "PRIVATE+KEY+"
_WIDE = stat.S_IRWXG | stat.S_IRWXO
_LINE = re.compile(r"PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n")


class SoftwareSigner:
    """Signs with a key held in memory; made by `create_key` or `load_key`."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._verifier = VerifierKey(check_key_name(name), self._key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SoftwareSigner({self.verifier_key!r})"

    @property
    def name(self) -> str:
        """Name the key signs under."""
        return self._verifier.name

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, tell this key from others."""
        return self._verifier.key_id

    @property
    def verifier_key(self) -> str:
        """The public half as `name+id+base64`."""
        return str(self._verifier)

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature over `message`."""
        return self._key.sign(message)


def create_key(path: Path, name: str) -> SoftwareSigner:
    """Make a new key at `path` (mode 0600, durable). Raises SignerError when a file is already there: keys are kept."""
    seed = secrets.token_bytes(32)
    try:
        signer = SoftwareSigner(name, seed)
    except MalformedError as error:
        raise SignerError(f"日志名称“{name}”不能用作签名密钥名称：不得为空，不得含空格或加号。") from error
    line = f"{_PREFIX}{name}+{signer.key_id.hex()}+{format_base64(bytes([ED25519]) + seed)}\n"
    make_directory(path.parent)
    _write_new(path, line.encode())
    return signer


def _write_new(path: Path, raw: bytes) -> None:
    """Write beside, make durable, link: a crash leaves either no key or a whole one."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(aside)
    except FileExistsError as error:
        raise SignerError(f"签名密钥 {path} 已存在，未作改动。更换密钥前请先妥善保存旧密钥。") from error
    finally:
        aside.unlink()
    fsync_directory(path.parent)


def load_key(path: Path) -> SoftwareSigner:
    """Read the key at `path`. Raises SignerError when it is missing, malformed, or open to others than its owner."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            raw = file.read(4096)
    except OSError as error:
        raise SignerError(f"无法读取签名密钥 {path}：{error.strerror}。尚未建立时请运行 liuhen init。") from error
    if mode & _WIDE:
        shown = stat.S_IMODE(mode)
        raise SignerError(
            f"签名密钥 {path} 的权限是 {shown:04o}，他人可以读写。请运行 chmod 600 后重试，并查明是否泄露。"
        )
    return _parse(path, raw)


def _parse(path: Path, raw: bytes) -> SoftwareSigner:
    damaged = SignerError(f"签名密钥 {path} 已损坏，内容不是一把 Ed25519 密钥。请从备份恢复该文件。")
    match = _LINE.fullmatch(raw.decode("utf-8", "replace"))
    if not match:
        raise damaged
    try:
        secret = parse_base64(match[3], what="key")
        signer = SoftwareSigner(match[1], secret[1:])
    except (MalformedError, ValueError) as error:
        raise damaged from error
    if secret[0] != ED25519 or signer.key_id.hex() != match[2]:
        raise damaged
    return signer
