"""What people state when they write, sign and seal documents, and what is said when it can't be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.core.errors import LiuhenError
from liuhen.core.forms.filled import Content

if TYPE_CHECKING:
    from liuhen.apps.documents.models import Draft
    from liuhen.apps.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignature:
    """A confirmation to be kept: at which place of the form (`slot`, from 0), by whom, how (`SignedHow`).

    `words` are the opinion of who states one, or why somebody refused. `image` is a PNG or JPEG. A seal takes the image
    kept under the name `who`.
    """

    slot: int
    how: str
    who: str = ""
    words: str = ""
    witness: str = ""
    image: Iterable[bytes] | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeal:
    """A seal to be entrusted to a person: its name and image (PNG or JPEG)."""

    name: str
    keeper: Person
    image: Iterable[bytes]


class Stale(LiuhenError):
    """Somebody else saved the draft in the meantime. Nothing was saved; both contents are here.

    `draft` is the draft as it stands now, with who changed it and when; `theirs` what it says, `mine` what was to be
    saved, `keys` the fields in which they differ.
    """

    def __init__(self, draft: Draft, mine: Content) -> None:
        """Say who changed it."""
        self.draft = draft
        self.mine = mine
        self.theirs: Content = draft.content
        both = dict.fromkeys((*self.theirs, *mine))
        self.keys = tuple(key for key in both if (self.theirs.get(key) or "") != (mine.get(key) or ""))
        super().__init__(f"{draft.changed_by.name}刚刚修改了这份文书，您的修改还没有保存。请对照两份内容后再保存。")
