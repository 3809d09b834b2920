"""The demonstration agency has a seal, which its handler keeps and can put on a document."""

from __future__ import annotations

import io

from PIL import Image

from liuhen.apps.documents.queries import seals_of
from liuhen.core.forms.picture import picture_fault
from liuhen.site.demo.cast import SEAL, engage
from liuhen.site.demo.seal import SIZE, seal_image
from liuhen.site.testing import outside_at


def test_the_seal_is_a_picture_with_nothing_behind_it():
    assert picture_fault(seal_image()) == ""
    image = Image.open(io.BytesIO(seal_image()))
    assert (image.size, image.getpixel((SIZE // 2, SIZE // 8))) == ((SIZE, SIZE), (255, 255, 255, 0))


def test_the_handler_of_the_demonstration_keeps_it(db):
    with outside_at():
        troupe = engage()
        assert [one.name for one in seals_of(troupe.people["handler"], troupe.agency)] == [SEAL]
