"""Joining PDF files: pages with nothing but what is seen on them, a number laid over each, bookmarks, page labels.

What a reader would do on its own is left behind: scripts, actions, forms, attachments. Annotations that can be seen
become part of their page. Each file is written anew so, and qpdf joins what was written without holding the streams of
the pages: memory grows with the number of pages, not with what is on them. It costs the size of the volume on the disk
twice more while it is made.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Job, Name, Page, Pdf, Rectangle

KEPT = {
    *("/Type", "/Parent", "/Contents", "/Resources", "/Group", "/Rotate", "/UserUnit"),
    *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"),
}
"""What a page keeps: what is drawn, and how it lies."""
MILLIMETRE = 72 / 25.4
STAMP = (24 * MILLIMETRE, 8 * MILLIMETRE)
"""Width and height of a page number, as papers/volume.typ prints it."""
FROM_RIGHT, FROM_BOTTOM = 10 * MILLIMETRE, 6 * MILLIMETRE
A3_SHORT = 842.0
"""The shorter side of A3 in points. Pages that are larger were scanned without telling their size; on paper they are
made smaller, so their numbers are drawn larger."""
A4_SHORT = 595.0


def opened(path: Path) -> Pdf:
    """A file that is read as it is needed, never mapped into memory whole."""
    return Pdf.open(path, access_mode=pikepdf.AccessMode.stream)


class Joined:
    """A volume that grows in a folder. `settled` are its files so far, as they were written anew; `pdf` once joined."""

    def __init__(self, folder: Path) -> None:
        """Begin with no page."""
        self.pdf = Pdf.new()
        self.settled: list[Path] = []
        self._folder, self._pages = folder, 0
        self._numbered: list[int] = []
        self._marks: list[tuple[str, str, int]] = []

    def add(self, path: Path, bookmark: str, under: str, *, numbered: bool) -> None:
        """Add all pages of a file; `bookmark` leads to the first. Raises PdfError for what can't be read."""
        first, written = self._pages, self._folder / f"settled-{len(self.settled)}.pdf"
        with opened(path) as source:
            settle(source)
            self._pages += len(source.pages)
            source.save(written, static_id=True)
        if numbered:
            self._numbered += range(first, self._pages)
        if bookmark:
            self._marks.append((bookmark, under, first))
        self.settled.append(written)

    def join(self) -> None:
        """Put what was added one behind the other."""
        whole = self._folder / "joined.pdf"
        files = [part for path in self.settled for part in (str(path), "1-z")]
        how = ["--static-id", "--remove-unreferenced-resources=no"]
        Job(["qpdf", "--empty", *how, "--pages", *files, "--", str(whole)]).run()
        self.pdf = opened(whole)
        del self.pdf.trailer.ID  # the volume is given one of its own when it is written
        for path in self.settled:
            self._intend(path)

    def number(self, stamps: Path) -> None:
        """Lay the numbers over the numbered pages, from the first on."""
        source = opened(stamps)
        for number, (place, stamp) in enumerate(zip(self._numbered, source.pages, strict=True), 1):
            _lay_over(self.pdf.pages[place], stamp, Name(f"/LiuhenNumber{number}"))

    def finish(self) -> None:
        """Set bookmarks and page labels, and drop what PDF/A does not need."""
        self._bookmark()
        self._label()
        without_sets(self.pdf)

    def _intend(self, path: Path) -> None:
        """The colours are those the first file says, which the house printed."""
        if "/OutputIntents" in self.pdf.Root:
            return
        with opened(path) as source:
            if "/OutputIntents" in source.Root:
                intents = source.make_indirect(source.Root.OutputIntents)
                self.pdf.Root.OutputIntents = self.pdf.copy_foreign(intents)

    def _bookmark(self) -> None:
        heads: dict[str, pikepdf.OutlineItem] = {}
        with self.pdf.open_outline() as outline:
            for name, under, place in self._marks:
                if under and under not in heads:
                    heads[under] = pikepdf.OutlineItem(under, place)
                    outline.root.append(heads[under])
                (heads[under].children if under else outline.root).append(pikepdf.OutlineItem(name, place))

    def _label(self) -> None:
        """A reader calls each page by the number printed on it; those without one bear roman numbers."""
        labels, numbered = Array(), {page: count for count, page in enumerate(self._numbered, 1)}
        before: bool | None = None
        for place in range(len(self.pdf.pages)):
            if (place in numbered) is before:
                continue
            before = place in numbered
            style = Dictionary(S=Name.D, St=numbered[place]) if before else Dictionary(S=Name.r)
            labels.append(place)
            labels.append(style)
        self.pdf.Root.PageLabels = Dictionary(Nums=labels)


def settle(source: Pdf) -> None:
    """Draw onto the pages what forms and annotations show, and leave behind everything that acts."""
    if "/AcroForm" in source.Root or any("/Annots" in page.obj for page in source.pages):
        source.generate_appearance_streams()
        source.flatten_annotations("print")
    for page in source.pages:
        for key in {*page.obj.keys()} - KEPT:
            del page.obj[key]


def _lay_over(page: Page, stamp: Page, name: Name) -> None:
    """Draw a number over a page, whatever the page's own drawing left behind.

    The name is the number's own: pages may share their resources, and the same volume shall give the same bytes.
    """
    form = stamp.as_form_xobject()
    page.add_resource(form, Name.XObject, name)
    drawn = page.calc_form_xobject_placement(
        form, name, corner_of(page), invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"Q\n" + drawn)


def without_sets(pdf: Pdf) -> None:
    """Take away the lists of characters of fonts: since PDF/A-2 they may be left out, and they are often wrong."""
    for found in pdf.objects:
        if isinstance(found, Dictionary) and "/CIDSet" in found:
            del found["/CIDSet"]


def corner_of(page: Page) -> Rectangle:
    """Where the number stands: at the bottom right as the page is seen, whichever way it is turned."""
    box = Rectangle(page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    shorter = min(box.width, box.height)
    scale = shorter / A4_SHORT if shorter > A3_SHORT else 1.0
    width, height = (min(side * scale, shorter) for side in STAMP)
    right, bottom = (min(side * scale, shorter / 20) for side in (FROM_RIGHT, FROM_BOTTOM))
    if turned == 90:
        return Rectangle(box.urx - bottom - height, box.ury - right - width, box.urx - bottom, box.ury - right)
    if turned == 180:
        return Rectangle(box.llx + right, box.ury - bottom - height, box.llx + right + width, box.ury - bottom)
    if turned == 270:
        return Rectangle(box.llx + bottom, box.lly + right, box.llx + bottom + height, box.lly + right + width)
    return Rectangle(box.urx - right - width, box.lly + bottom, box.urx - right, box.lly + bottom + height)
