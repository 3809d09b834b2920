"""What a file is by its first bytes. Names are never asked."""

from liuhen.core.media.jt1078 import begins_capture
from liuhen.ports.media_probe import MediaKind

HEAD = 4096
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_MOV_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp"}
_IMAGES = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
_SOUND_AND_VIDEO = {
    b"\x1a\x45\xdf\xa3": "matroska",
    b"fLaC": "flac",
    b"#!AMR": "amr",
    b"OggS": "ogg",
    b"ID3": "mp3",
    b"FLV\x01": "flv",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": "asf",
    b"\0\0\x01\xba": "mpeg",
    b"IMKH": "mpeg",  # Hikvision's own head before a programme stream
    b"DHAV": "dhav",  # Dahua
    b"\0\0\0\x01\x67": "h264",
}
_RIFF = {b"AVI ": "avi", b"WAVE": "wav", b"WEBP": "webp"}
_AUDIO_FORMATS = {"flac", "amr", "ogg", "mp3", "aac", "wav"}
ENDINGS = {
    "jpeg": {"jpg", "jpeg", "jpe", "mpo", "thm"},
    "tiff": {"tif", "tiff", "dng"},
    "heif": {"heic", "heif", "hif", "avif"},
    "mov": {"mp4", "mov", "m4a", "m4v", "3gp", "3g2", "qt", "mp4v", "insv", "lrv"},
    "mpegts": {"ts", "mts", "m2ts", "m2t"},
    "matroska": {"mkv", "webm", "mka"},
    "asf": {"wmv", "wma", "asf"},
    "mpeg": {"mpg", "mpeg", "vob"},
    "ogg": {"ogg", "oga", "opus", "ogv"},
    "amr": {"amr", "awb"},
    "dhav": {"dav"},
    "h264": {"h264", "264"},
    "jt1078": {"1078", "jt1078", "bin", "dat", "raw", "rtp"},
}


def sniff(head: bytes) -> tuple[str | None, MediaKind]:
    """Name of the format (FFmpeg's word for sound and video) and what kind of thing it would be."""
    for start, image in _IMAGES.items():
        if head.startswith(start):
            return image, MediaKind.IMAGE
    if head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26:
        return "bmp", MediaKind.IMAGE
    if head[:4] == b"RIFF" and (riff := _RIFF.get(head[8:12])):
        return riff, MediaKind.IMAGE if riff == "webp" else _kind(riff)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heif", MediaKind.IMAGE
    if begins_capture(head):
        return "jt1078", MediaKind.PACKETS
    name = _sound_or_video(head)
    return (name, _kind(name)) if name else (None, MediaKind.NONE)


def _sound_or_video(head: bytes) -> str | None:
    for start, name in _SOUND_AND_VIDEO.items():
        if head.startswith(start):
            return name
    if head[4:8] in _MOV_BOXES:
        return "mov"
    if any(
        len(head) > at + 2 * step and head[at] == head[at + step] == head[at + 2 * step] == 0x47
        for at, step in ((0, 188), (4, 192))
    ):
        return "mpegts"
    if len(head) > 4 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return _mpeg_audio(head[1])
    return None


def _mpeg_audio(second: int) -> str | None:
    """ADTS has layer 0; MPEG audio is layer II or III. Layer I would be a byte order mark of text."""
    layer = (second >> 1) & 3
    if layer == 0 and second & 0xF0 == 0xF0:
        return "aac"
    return "mp3" if layer in (1, 2) else None


def _kind(name: str) -> MediaKind:
    return MediaKind.AUDIO if name in _AUDIO_FORMATS else MediaKind.VIDEO


def name_fits(name: str, container: str) -> bool:
    """Whether the ending of a file name fits what the content is; no ending fits everything."""
    _, dot, ending = name.rpartition(".")
    return not dot or ending.lower() in ENDINGS.get(container, {container})


def looks_like_text(head: bytes) -> bool:
    """Whether these bytes are text in UTF-8 or GB 18030 without control signs."""
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return not any(ord(sign) < 32 and sign not in "\t\r\n\f\x1b" for sign in text)
    return False
