"""Where a document is signed and sealed, as its page shows it: who has signed, and the ways left to do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liuhen.apps.documents.forms import FORMS, SignForm
from liuhen.apps.documents.models import SignedHow
from liuhen.core.forms.form import Way

if TYPE_CHECKING:
    from liuhen.apps.documents.models import Draft, Signature
    from liuhen.core.forms.form import Form
    from liuhen.core.forms.form import Signature as Slot

_WORDS = {
    SignedHow.DRAWN: ("writing", _("手写签名"), _("确认签名")),
    SignedHow.PHOTOGRAPHED: ("camera", _("上传纸质签名照片"), _("上传照片")),
    SignedHow.REFUSED: ("ban", _("登记拒绝签名"), _("登记拒签")),
    SignedHow.SEALED: ("certificate", _("加盖印章"), _("盖章")),
}
_OF_PEOPLE = (SignedHow.DRAWN, SignedHow.PHOTOGRAPHED)
_OF_SEALS = (SignedHow.SEALED, SignedHow.PHOTOGRAPHED)


@dataclass(frozen=True, slots=True)
class Mark:
    """One signature as it is shown; `may_withdraw`: whoever looks may take it back."""

    row: Signature
    may_withdraw: bool = False

    @property
    def who(self) -> str:
        """Who signed."""
        return self.row.who

    @property
    def how(self) -> str:
        """In which way."""
        return gettext(SignedHow(self.row.how).label)


@dataclass(frozen=True, slots=True)
class SignWay:
    """A way to sign in a place, with its form; `open` when it was just refused, `first` the one to offer most."""

    how: str
    icon: str
    label: str
    button: str
    form: SignForm
    first: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the form where somebody signs or seals."""

    slot: int
    asked: Slot
    marks: Sequence[Mark]
    former: Sequence[Signature]
    ways: Sequence[SignWay] = ()

    @property
    def who(self) -> str:
        """Who is to sign here, as printed."""
        return self.asked.who

    @property
    def way(self) -> str:
        """How, in words."""
        words = {
            Way.SIGNS: _("签名"),
            Way.SIGNS_EACH_PAGE: _("逐页签名"),
            Way.SIGNS_AND_DATES: _("签名，注明日期"),
            Way.STATES_AND_SIGNS: _("写明意见并签名"),
            Way.SEALS: _("加盖印章"),
        }
        return str(words[self.asked.how])

    @property
    def note(self) -> str:
        """What is printed beside it."""
        return self.asked.note or ""

    @property
    def optional(self) -> bool:
        """Whether the document may come into force without it."""
        return self.asked.optional

    @property
    def seal(self) -> bool:
        """Whether a seal is put here."""
        return self.asked.how is Way.SEALS

    @property
    def done(self) -> bool:
        """Whether as many have signed as the form asks for."""
        return len(self.marks) >= (self.asked.at_least or 1)


def places_of(form: Form, signatures: Sequence[Signature], counted: Sequence[Signature]) -> list[Place]:
    """The places of a form with the signatures that count, and those that count no more."""
    return [
        Place(
            slot,
            asked,
            [Mark(one) for one in counted if one.slot == slot],
            [one for one in signatures if one.slot == slot and one not in counted],
        )
        for slot, asked in enumerate(form.signatures)
    ]


def ways_of(
    place: Place, draft: Draft, *, guess: str = "", seals: Sequence[str] = (), refused: SignForm | None = None
) -> list[SignWay]:
    """The ways to sign here. `guess` is who will likely sign; `refused` the form that has just been sent in vain.

    `seals` are the names of those entrusted to whoever looks: without one nobody can put a seal.
    """
    guess = guess or next(iter(seals), "")
    return [_way(place, how, draft, guess=guess, refused=refused) for how in _kinds(place, seals)]


def _kinds(place: Place, seals: Sequence[str]) -> Sequence[SignedHow]:
    """In which ways this place can be signed: a refusal only where the form knows of one."""
    if place.seal:
        return _OF_SEALS if seals else _OF_SEALS[1:]
    return (*_OF_PEOPLE, SignedHow.REFUSED) if place.asked.refusal else _OF_PEOPLE


def _way(place: Place, how: SignedHow, draft: Draft, *, guess: str, refused: SignForm | None) -> SignWay:
    drawing, label, button = _WORDS[how]
    mine = isinstance(refused, FORMS[how]) and refused["slot"].value() == str(place.slot)
    initial = {"slot": place.slot, "who": guess, "place": draft.step.place if draft.step else ""}
    form = refused if mine and refused else form_of_way(place, how, initial=initial)
    first = how in (SignedHow.DRAWN, SignedHow.SEALED) and not place.done
    return SignWay(how.value, drawing, str(label), str(button), form, first=first, open=mine)


def form_of_way(place: Place, how: SignedHow, **more: Any) -> SignForm:
    """The form for signing in a place in one way; ids differ, since a page holds many of them."""
    says = place.asked.how is Way.STATES_AND_SIGNS
    return FORMS[how](says=says, auto_id=f"sign-{place.slot}-{how.value}-%s", **more)


def not_signed(places: Sequence[Place]) -> list[str]:
    """The names of the places that still have to be signed or sealed."""
    return [place.who for place in places if not (place.done or place.optional)]
