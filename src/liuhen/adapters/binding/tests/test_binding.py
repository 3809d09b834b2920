"""Binding: what is hostile is left behind, what can't be bound is told, pages are numbered whichever way they lie."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String, pdfa

from liuhen.adapters.binding.parent import ChildBinder
from liuhen.adapters.typst_press import TypstPress
from liuhen.ports.binder import Binding, BindingFailed, Look, Piece, Trouble
from liuhen.ports.volume_press import Cover, Head, Numbers
from liuhen.site.settings import FONTS

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
HEAD = Head(issuer="市交通局", title="行政处罚案卷", made_at=AT)
PRESS = TypstPress(FONTS)
COVER = PRESS.print_volume_sheet(Cover(head=HEAD, rows=[("案号", "粤交罚〔2026〕1号")]))


def made(pages=1, change=None, **saved):
    """A file of blank pages, changed and saved as a test wants it."""
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        if change:
            change(pdf)
        file = BytesIO()
        pdf.save(file, **saved)
    return file.getvalue()


@pytest.fixture
def bind(tmp_path):
    """Binds files behind a cover; gives the bytes and what was told."""

    def bind(*files):
        pages = sum(one.pages for one in ChildBinder(tmp_path).look(list(files)))
        pieces = [Piece(file=COVER, bookmark="封面", numbered=False)]
        pieces += [Piece(file=file, bookmark=f"第 {place} 件") for place, file in enumerate(files, 1)]
        numbers = PRESS.print_volume_sheet(Numbers(head=HEAD, last=pages))
        order = Binding(pieces=pieces, numbers=numbers, title="案卷 <&> 1号", author="局", made_at=AT)
        with ChildBinder(tmp_path).bind(order) as bound:
            return bound.path.read_bytes(), bound

    return bind


def test_the_same_pieces_give_the_same_bytes_which_are_pdfa(bind):
    first, told = bind(made(2), made(1))
    assert told.archival
    assert pdfa.validate_written(BytesIO(first), "2b").passed
    assert first == bind(made(2), made(1))[0]


def test_numbers_stand_at_the_bottom_right_of_every_page_but_the_cover(bind):
    turned = [made(1, lambda pdf, by=by: pdf.pages[0].obj.__setitem__("/Rotate", by)) for by in (0, 90, 180, 270)]
    bound, _ = bind(*turned)
    with pikepdf.open(BytesIO(bound)) as pdf:
        assert "/XObject" not in pdf.pages[0].obj.get("/Resources", {})
        assert all(len(page.obj.Resources.XObject) == 1 for page in list(pdf.pages)[1:])


def test_what_acts_is_left_behind(bind):
    def arm(pdf):
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        pdf.pages[0].obj.AA = Dictionary(O=script)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        pdf.attachments["a.exe"] = b"MZ"

    bound, told = bind(made(1, arm))
    assert told.archival
    with pikepdf.open(BytesIO(bound)) as pdf:
        assert {*pdf.Root.keys()} == {"/Type", "/Pages", "/Metadata", "/OutputIntents", "/Outlines", "/PageLabels"}
        whole = b"".join(repr(one).encode() for one in pdf.objects)
    assert not any(word in whole for word in (b"JavaScript", b"Launch", b"EmbeddedFile"))


def test_what_cannot_be_bound_is_told_file_by_file(tmp_path):
    locked = made(1, encryption=pikepdf.Encryption(owner="a", user="b"))
    with Pdf.new() as empty:
        file = BytesIO()
        empty.save(file)
    looked = ChildBinder(tmp_path).look([made(3), b"%PDF-1.7 nothing", locked, file.getvalue(), made(1)])
    assert looked == [
        Look(3),
        Look(0, Trouble.BROKEN),
        Look(0, Trouble.ENCRYPTED),
        Look(0, Trouble.EMPTY),
        Look(1),
    ]


def test_a_file_that_may_be_read_and_not_changed_is_bound_in(bind):
    bound, _ = bind(made(1, encryption=pikepdf.Encryption(owner="a", user="")))
    with pikepdf.open(BytesIO(bound)) as pdf:
        assert not pdf.is_encrypted


def test_a_file_cut_short_is_mended_as_far_as_it_can_be_read(tmp_path):
    whole = made(2)
    assert ChildBinder(tmp_path).look([whole[: whole.rindex(b"xref")]])[0].trouble is None


def test_a_child_that_dies_names_the_piece_it_died_of(tmp_path):
    pieces = [Piece(file=COVER), Piece(file=b"%PDF-1.7 nothing", bookmark="1. 罚款缴纳凭证")]
    order = Binding(pieces=pieces, numbers=COVER, title="案卷", author="局", made_at=AT)
    with pytest.raises(BindingFailed, match="罚款缴纳凭证"), ChildBinder(tmp_path).bind(order):
        pass
    assert not [*tmp_path.iterdir()]


def test_a_child_out_of_time_is_ended_and_nothing_is_left(tmp_path):
    order = Binding(pieces=[Piece(file=COVER)], numbers=COVER, title="案卷", author="局", made_at=AT)
    with pytest.raises(BindingFailed, match="案卷没有生成"), ChildBinder(tmp_path, wall_seconds=0.01).bind(order):
        pass
    assert not [*tmp_path.iterdir()]


BINDS_MUCH = """
import os, resource, sys
from pathlib import Path
from pikepdf import Dictionary, Name, Pdf
from liuhen.adapters.binding.tests.test_binding import AT, COVER, HEAD, PRESS
from liuhen.adapters.binding.parent import ChildBinder
from liuhen.ports.binder import Binding, Piece
from liuhen.ports.volume_press import Numbers

folder, pieces = Path(sys.argv[1]), [Piece(file=COVER, bookmark="a", numbered=False)]
for place in range(24):
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        image = pdf.make_stream(os.urandom(8 << 20), Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode)
        image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 9, 9, 8, Name.DeviceGray
        page.obj.Resources = Dictionary(XObject=Dictionary(Scan=image))
        pdf.save(folder / f"{place}.pdf")
    pieces.append(Piece(file=folder / f"{place}.pdf", bookmark="b"))
numbers = PRESS.print_volume_sheet(Numbers(head=HEAD, last=24))
with ChildBinder(folder).bind(Binding(pieces=pieces, numbers=numbers, title="t", author="a", made_at=AT)) as bound:
    assert bound.pages == 25
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
"""


def test_memory_does_not_grow_with_what_is_on_the_pages(tmp_path):
    told = subprocess.run([sys.executable, "-c", BINDS_MUCH, str(tmp_path)], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 160, "MB, of 24 pages of 8 MB each"
