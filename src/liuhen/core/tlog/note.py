"""C2SP signed notes with Ed25519 keys (type 0x01), read strictly.

Signatures of unknown keys are ignored, as the format asks, so witnesses and other algorithms may add lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from liuhen.core.tlog.errors import MalformedError, SignatureError
from liuhen.core.tlog.strict import format_base64, parse_base64

ED25519 = 0x01
MAX_NOTE = 1 << 20
MAX_SIGNATURES = 100
_DASH = "— "
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


class NoteSigner(Protocol):
    """What signing a note needs of a key: its name, its four-byte id and the act itself."""

    @property
    def name(self) -> str: ...
    @property
    def key_id(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the key's name and four-byte id, and the raw signature."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A signed text; `text` ends with a newline and is worth nothing before `verify_note`."""

    text: str
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public Ed25519 key with the name it signs under; `str()` gives the usual `name+id+base64` line."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public key)."""
        return key_id(self.name, self.public_key)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{format_base64(bytes([ED25519]) + self.public_key)}"

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether the key made this signature over this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def key_id(name: str, public_key: bytes) -> bytes:
    """Key id of an Ed25519 note key (C2SP signed-note, "Ed25519 signatures")."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([ED25519]) + public_key).digest()[:4]


def check_key_name(name: str) -> str:
    """The name itself; MalformedError when it is empty or holds spaces, plus signs or control characters."""
    if not name or "+" in name or any(c.isspace() for c in name) or _CONTROL.search(name):
        raise MalformedError("a key name must not be empty or hold spaces or plus signs", found=repr(name[:80]))
    return name


def parse_verifier_key(text: str) -> VerifierKey:
    """Read `name+id+base64`; MalformedError when any part is not exactly what the others imply."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise MalformedError("a verifier key has the form name+id+base64", found=text[:100])
    raw = parse_base64(parts[2], what="verifier key")
    if len(raw) != 33 or raw[0] != ED25519:
        raise MalformedError("a verifier key holds 0x01 and the 32 bytes of an Ed25519 key", found=parts[2])
    key = VerifierKey(check_key_name(parts[0]), raw[1:])
    if str(key) != text:
        raise MalformedError(
            "the id of the verifier key does not belong to it", expected=key.key_id.hex(), found=parts[1]
        )
    return key


def parse_note(raw: bytes) -> Note:
    """Split a note into text and signatures; MalformedError on anything the format does not allow."""
    text = _decode(raw)
    cut = text.rfind("\n\n")
    if cut < 1 or not text.endswith("\n") or cut + 2 >= len(text):
        raise MalformedError("a signed note is text, an empty line and signature lines")
    lines = text[cut + 2 : -1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise MalformedError("the note has too many signatures", expected=f"≤ {MAX_SIGNATURES}", found=str(len(lines)))
    return Note(text[: cut + 1], tuple(_parse_signature(line) for line in lines))


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_NOTE:
        raise MalformedError("the note is too long", expected=f"≤ {MAX_NOTE} bytes", found=str(len(raw)))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError("the note is not UTF-8") from error
    if bad := _CONTROL.search(text):
        raise MalformedError("the note holds a control character", found=repr(bad[0]))
    return text


def _parse_signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise MalformedError("a signature line has the form — name base64", found=line[:100])
    raw = parse_base64(encoded, what="signature")
    if len(raw) < 5:
        raise MalformedError("a signature holds a four-byte key id and the signature", found=encoded)
    return NoteSignature(check_key_name(name), raw[:4], raw[4:])


def format_note(text: str, signatures: Iterable[NoteSignature]) -> bytes:
    """The bytes of a signed note."""
    if not text.endswith("\n"):
        raise MalformedError("the text of a note ends with a newline")
    lines = [f"{_DASH}{s.name} {format_base64(s.key_id + s.signature)}\n" for s in signatures]
    return (text + "\n" + "".join(lines)).encode()


def sign_note(text: str, signer: NoteSigner) -> bytes:
    """Sign a text and return the whole note; the result is read back strictly before it leaves."""
    signature = NoteSignature(signer.name, signer.key_id, signer.sign(text.encode()))
    raw = format_note(text, [signature])
    if parse_note(raw).text != text:
        raise MalformedError("this text cannot be carried by a note", found=text[:100])
    return raw


def verify_note(note: Note, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
    """The keys whose signatures hold. SignatureError when a known key's signature is wrong or no known key signed."""
    known = {(key.name, key.key_id): key for key in keys}
    good = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.verify(note.text.encode(), line.signature):
            raise SignatureError("the signature of a known key is wrong", expected=str(key), found=line.signature.hex())
        good.append(key)
    if not good:
        names = ", ".join(f"{s.name}+{s.key_id.hex()}" for s in note.signatures)
        raise SignatureError("no known key signed this", expected=", ".join(map(str, keys)), found=names)
    return good
