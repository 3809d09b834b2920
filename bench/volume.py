"""Time the binding of a volume of scans, and what memory it takes: 500 pages of about 460 kB each, 230 MB.

    .venv/bin/python bench/volume.py [--pages 500] [--documents 50] [--kilobytes 460]

qpdf joins the same files beside it in the same run where it is there (`qpdf --empty --pages … --`) and does no more: it
numbers no pages, sets no bookmarks, claims no PDF/A, and keeps what is hostile. Exit code 1: the volume is not PDF/A.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from liuhen.adapters.binding.parent import ChildBinder
from liuhen.adapters.typst_press import TypstPress
from liuhen.ports.binder import Binding, Piece
from liuhen.ports.volume_press import Cover, Head, Numbers

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
WIDE, HIGH = 1240, 1754  # A4 at 150 dots to the inch
MEGABYTE = 1 << 20


def main() -> int:
    """Make the scans, bind them, let qpdf join them, say what each took."""
    options = _options()
    with TemporaryDirectory(prefix="liuhen-bench-") as name:
        folder = Path(name)
        files = _scans(folder, options)
        size = sum(file.stat().st_size for file in files)
        print(f"{platform.machine()}, {os.cpu_count()} processors: {options.pages} pages, {size / MEGABYTE:.0f} MB")
        seconds, peak, archival = _measured(lambda: _bind(folder, files, options.pages))
        print(f"  liuhen: {seconds:6.2f} s, child at most {peak:.0f} MB; PDF/A-2b: {'yes' if archival else 'NO'}")
        if shutil.which("qpdf"):
            theirs, their_peak, _ = _measured(lambda: _join(folder, files))
            ratio = f"liuhen takes {seconds / theirs:.1f} times as long"
            print(f"    qpdf: {theirs:6.2f} s, at most {their_peak:.0f} MB; {ratio}")
        else:
            print("    qpdf: not installed")
    return 0 if archival else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--documents", type=int, default=50)
    parser.add_argument("--kilobytes", type=int, default=460, help="of a page")
    return parser.parse_args()


def _scans(folder: Path, options: argparse.Namespace) -> list[Path]:
    """Documents of scanned pages, no two alike, as pikepdf writes them."""
    picture = _picture(options.kilobytes * 1000)
    counts = [len(range(place, options.pages, options.documents)) for place in range(options.documents)]
    return [_document(folder / f"{place}.pdf", picture, count) for place, count in enumerate(counts) if count]


def _picture(size: int) -> bytes:
    """A grey page of noise, as a JPEG of at most this many bytes."""
    noise = Image.effect_noise((WIDE, HIGH), 40)
    for quality in range(95, 5, -1):
        file = BytesIO()
        noise.save(file, "JPEG", quality=quality)
        if file.tell() <= size:
            return file.getvalue()
    raise SystemExit(f"no page of noise is as small as {size} bytes")


def _document(path: Path, picture: bytes, pages: int) -> Path:
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            page = pdf.pages[-1]
            page.obj.Resources = Dictionary(XObject=Dictionary(Scan=_image(pdf, picture)))
            page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
        pdf.save(path)
    return path


def _image(pdf: Pdf, picture: bytes) -> pikepdf.Object:
    """The picture with a comment of its own at its end, so that no page is the same as another."""
    image = pdf.make_stream(
        picture[:-2] + b"\xff\xfe\x00\x12" + os.urandom(16).replace(b"\xff", b"\x00") + picture[-2:]
    )
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = WIDE, HIGH, 8, Name.DeviceGray
    return image


def _bind(folder: Path, files: list[Path], pages: int) -> bool:
    """The volume as the house makes it: looked into, numbered, checked. True: PDF/A."""
    press, binder = TypstPress(ROOT / "build/fonts"), ChildBinder(folder / "scratch")
    head = Head(issuer="示范支队", title="行政处罚案卷", made_at=AT)
    assert sum(one.pages for one in binder.look(files)) == pages
    cover = press.print_volume_sheet(Cover(head=head, rows=[("案号", "示〔2026〕1号")]))
    pieces = [Piece(file=cover, bookmark="封面", numbered=False)]
    pieces += [Piece(file=file, bookmark=f"{place}. 材料") for place, file in enumerate(files, 1)]
    numbers = press.print_volume_sheet(Numbers(head=head, last=pages))
    order = Binding(pieces=pieces, numbers=numbers, title="案卷", author="示范支队", made_at=AT)
    with binder.bind(order) as bound:
        return bound.archival


def _join(folder: Path, files: list[Path]) -> bool:
    subprocess.run(["qpdf", "--empty", "--pages", *files, "--", folder / "joined.pdf"], check=True)
    return True


def _measured(work: Callable[[], bool]) -> tuple[float, float, bool]:
    """Seconds, the most memory any process below took (MB), and what the work answered; in a process of its own."""
    into, out = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        answer = work()
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        os.write(out, f"{int(answer)} {peak}".encode())
        os._exit(0)
    os.close(out)
    told = os.read(into, 100).split()
    os.waitpid(child, 0)
    if not told:
        sys.exit("the volume could not be bound")
    return time.perf_counter() - began, int(told[1]) / 1024, told[0] == b"1"


if __name__ == "__main__":
    sys.exit(main())
