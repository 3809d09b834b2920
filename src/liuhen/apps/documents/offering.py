"""Who and what a page offers to be chosen: people as forms write them, forms by what asks for them, who will sign."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from liuhen.apps.documents.boxes import Offer, Offered
from liuhen.apps.documents.queries import AskedForm, forms_for, officers_for, people_for
from liuhen.core.forms.form import FieldKind, Form, Origin

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.core.forms.filled import Content
    from liuhen.core.forms.form import Signature

_NAMING = (FieldKind.TEXT, FieldKind.PERSON, FieldKind.PEOPLE, FieldKind.OFFICERS)
_ENDS = re.compile(r"[（(或及，、]")


@dataclass(frozen=True, slots=True)
class FormOffer:
    """A form that can be begun. `asked` says what of the case asks for it."""

    form: Form
    asked: AskedForm | None = None
    step: int | None = None

    @property
    def origin(self) -> str:
        """Where the form comes from."""
        return {
            Origin.NATIONAL: _("部颁式样"),
            Origin.REQUIRED: _("规定要求的文书"),
            Origin.PROVINCE: _("省级式样"),
            Origin.COMMON: _("通用文书"),
        }[self.form.origin]


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Forms under one heading; `owed` are those the case asks for."""

    title: str
    offers: Sequence[FormOffer]
    owed: bool = False


def form_groups(case: Case, first: Collection[str], step: int | None) -> list[FormGroup]:
    """The forms to choose from: those one was sent here for (codes), those the case asks for, then all by stage."""
    offered = forms_for(case)
    sent_for = [
        FormOffer(form, None, step) for stage in offered.stages for form in stage.forms if form.document in first
    ]
    owed = [FormOffer(one.form, one, one.step or step) for one in offered.asked]
    groups = [
        FormGroup(_("现在要补的"), sent_for, owed=True),
        FormGroup(_("本案现在需要的"), [one for one in owed if one.form.document not in first], owed=True),
        *(FormGroup(one.title, [FormOffer(form, None, step) for form in one.forms]) for one in offered.stages),
    ]
    return [group for group in groups if group.offers]


def people_offered(case: Case) -> Offered:
    """Everybody of the agency as forms write them, who takes part in the case first."""
    return Offered(_offers(officers_for(case)), _offers(people_for(case)))


def _offers(named: Iterable[tuple[str, bool]]) -> list[Offer]:
    return [Offer(name, near=near) for name, near in dict(_each_once(named)).items()]


def _each_once(named: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Two people of one name are one line; it is near when one of them is (those come first)."""
    known: set[str] = set()
    for name, near in named:
        if name not in known:
            known.add(name)
            yield name, near


def likely_signer(form: Form, slot: Signature, content: Content, *, names: Collection[str]) -> str:
    """Who will likely sign in a place: whoever stands in the field that is called as the place is.

    Of several people it is the first of these names, else the first; nobody where the form does not say.
    """
    for field in form.fields:
        called = {_bare(field.label), _bare(field.group or "")}
        if field.kind in _NAMING and _bare(slot.who) in called and (value := content.get(field.key)):
            people = [value] if isinstance(value, str) else [_bare(one) for one in value if isinstance(one, str)]
            return next((one for one in people if one in names), people[0] if people else "")
    return ""


def _bare(words: str) -> str:
    """The first part of a name: 执法人员 of 执法人员及执法证号 or 执法人员（2名以上）."""
    return _ENDS.split(words, maxsplit=1)[0]
