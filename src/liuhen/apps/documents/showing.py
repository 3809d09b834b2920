"""What the pages of documents show, put together for their templates. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from liuhen.apps.documents import queries
from liuhen.apps.documents.boxes import (
    Box,
    boxes_of,
    grouped,
    lines_of,
    with_faults,
    with_named,
    with_other,
    with_sources,
)
from liuhen.apps.documents.goods_lists import goods_offer
from liuhen.apps.documents.merging import Merged, remembered
from liuhen.apps.documents.models import DraftState, SignedHow
from liuhen.apps.documents.offering import form_groups, likely_signer, people_offered
from liuhen.apps.documents.permissions import SEAL
from liuhen.apps.documents.places import Mark, Place, SignWay, not_signed, places_of, ways_of
from liuhen.apps.documents.queries import faults_in, form_changed, form_of, left_over, may_write
from liuhen.apps.documents.serving import can_be_named
from liuhen.apps.lawlib.queries import term
from liuhen.apps.parties.queries import parties_of
from liuhen.core.deadlines.units import CHINA

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.documents.forms import SignForm
    from liuhen.apps.documents.models import Draft, Paper
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.filled import Content, Fault, Value
    from liuhen.core.forms.form import Form


_PAPER = ("changed_by", "paper__document", "paper__made_by")


@dataclass(frozen=True, slots=True)
class StageMark:
    """One mark of a document's way: written, checked and signed, in force; `words` say who and when."""

    title: str
    css: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else's save in the meantime: what of it was taken over, what both changed (labels of fields)."""

    who: Person
    at: datetime
    theirs: Sequence[str]
    both: Sequence[str]


# writing


def writing(draft: Draft, content: Content, refused: Sequence[Fault] | None = None) -> dict[str, Any]:
    """The page a draft is written on. Nothing `refused`: only what was filled in wrongly is told beside its field."""
    form, shown = form_of(draft), copy(draft)
    shown.content = {**left_over(draft), **content}
    found = faults_in(shown)
    told = [fault for fault in found if content.get(fault.key)] if refused is None else refused
    offered = [one.words for one in can_be_named(form, draft.case, replaces=draft.replaces_id)]
    boxes = with_named(with_faults(boxes_of(form, content, people_offered(draft.case)), told), offered)
    return {
        **_head(draft, form),
        "groups": grouped(with_sources(boxes, _sources(form, draft, content))),
        "missing": found,
        "errors": [fault.message for fault in told if not form.field(fault.key)],
        "revision": draft.revision,
        "remembered": remembered(form, draft.content),
        "form_changed": form_changed(draft),
        "left_over": [_plain(value) for value in left_over(draft).values()],
    }


def _sources(form: Form, draft: Draft, content: Content) -> dict[str, str]:
    """Where the values came from that stand as the program put them in."""
    known = queries.suggestions_for(draft, draft.begun_by)
    return {
        key: _("取自%(source)s") % {"source": found.source}
        for key, found in known.items()
        if (field := form.field(key)) and lines_of(field, found.value) == lines_of(field, content.get(key) or "")
    }


def _plain(value: Value) -> str:
    """A value whose field the form has no more, as text that can be copied."""
    if isinstance(value, str):
        return value
    return "；".join(one if isinstance(one, str) else "，".join(one.values()) for one in value)


def with_stale(context: dict[str, Any], draft: Draft, both: Merged) -> dict[str, Any]:
    """The page with what somebody else saved in the meantime."""
    form: Form = context["form"]
    labels = [field.label for field in form.fields if field.key in both.both]
    boxes = [box for group in context["groups"] for box in group.boxes]
    other = Other(draft.changed_by, draft.changed_at, both.theirs, labels)
    return context | {"groups": grouped(with_other(boxes, draft.content, both.both)), "stale": other}


# signing


def checked(person: Person, draft: Draft, *, refused: SignForm | None = None) -> dict[str, Any]:
    """The page of a draft whose content stands still: what it says, and where it is signed."""
    form, may = form_of(draft), may_write(person, draft.case)
    signatures = queries.signatures_of(draft)
    places = places_of(form, signatures, queries.counting(draft, signatures))
    if draft.state == DraftState.CHECKED:
        places = [
            replace(one, ways=_ways(one, draft, person, refused, may=may), marks=_marks(one, person, may=may))
            for one in places
        ]
    return {
        **_head(draft, form),
        "groups": reading(form, draft.content),
        "places": places,
        "open_places": not_signed(places),
        "may_write": may,
        "may_put_in_force": queries.may_put_in_force(person, draft.case),
    }


def _marks(place: Place, person: Person, *, may: bool) -> Sequence[Mark]:
    """The signatures there; they are taken back by whoever took them or writes on the case (`may`)."""
    return [replace(one, may_withdraw=may or one.row.taken_by_id == person.pk) for one in place.marks]


def _ways(place: Place, draft: Draft, person: Person, refused: SignForm | None, *, may: bool) -> Sequence[SignWay]:
    """The ways this person has there. Who keeps a seal seals; for all else one must write on the case (`may`)."""
    if place.seal:
        held = queries.seals_of(person, draft.case.agency) if person.may(SEAL) else []
        found = ways_of(place, draft, seals=[seal.name for seal in held], refused=refused)
        return found if may else [way for way in found if way.how == SignedHow.SEALED]
    if not may:
        return ()
    signed = {mark.who for mark in place.marks}
    guess = likely_signer(form_of(draft), place.asked, draft.content, names={person.name} - signed)
    return ways_of(place, draft, guess="" if guess in signed else guess, refused=refused)


def reading(form: Form, content: Content) -> Any:
    """The content under its headings, for reading."""
    return grouped([Box(field, content.get(field.key) or "") for field in form.fields])


def _head(draft: Draft, form: Form) -> dict[str, Any]:
    older = draft.replaces and queries.paper_of(draft.replaces)
    return {
        "draft": draft,
        "case": draft.case,
        "form": form,
        "progress": progress(draft),
        "replaced": f"“{form.title}”{older.number if older else ''}",
    }


def progress(draft: Draft) -> list[StageMark]:
    """How far a draft has come, with who and when."""
    written = _said(draft.changed_by.name, draft.changed_at)
    read = _said(draft.checked_by.name, draft.checked_at) if draft.checked_by and draft.checked_at else ""
    if draft.state == DraftState.DROPPED:
        return [StageMark(_("起草"), "done", written), StageMark(_("已废弃"), "barred")]
    writing = draft.state == DraftState.WRITING
    return [
        StageMark(_("起草"), "here" if writing else "done", written),
        StageMark(_("核对、签名"), "" if writing else "here", "" if writing else read),
        StageMark(_("生效"), ""),
    ]


def _said(name: str, at: datetime) -> str:
    return f"{name} {at.astimezone(CHINA):%m-%d %H:%M}"


# in force, and all of a case


def paper(person: Person, document: Document) -> dict[str, Any]:
    """The page of a document in force."""
    found = queries.paper_of(document)
    if found is None:
        raise LookupError(document.pk)
    form = form_of(found.draft)
    signed = queries.of_content(found.draft, found.content_sha256)
    newer = queries.corrected_by(document)
    return {
        "case": document.case,
        "document": document,
        "paper": found,
        "form": form,
        "title": _titled(form, found),
        "groups": reading(form, found.content),
        "marks": [Mark(one) for one in signed],
        "older": found.replaces,
        "newer": newer and newer.document,
        "reason": found.draft.reason,
        "may_correct": newer is None and may_write(person, document.case),
        "goods": goods_offer(person, document, form) if newer is None else None,
    }


def _titled(form: Form, paper: Paper) -> str:
    return f"{form.title} {paper.number}" if paper.number else form.title


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft that is not in force yet, as lists name it."""

    draft: Draft
    title: str

    @property
    def state(self) -> str:
        """How far it has come."""
        return _(DraftState(self.draft.state).label)


@dataclass(frozen=True, slots=True)
class InForce:
    """A document in force as lists name it; `corrected`: another took its place."""

    paper: Paper
    title: str
    corrected: bool

    @property
    def document(self) -> Document:
        """The document of the case."""
        return self.paper.document


def of_case(person: Person, case: Case) -> dict[str, Any]:
    """The page of all documents of a case that were written here."""
    return {**_written(case), "may_write": may_write(person, case)}


def on_case_page(_person: Person, case: Case) -> tuple[str, dict[str, Any]]:
    """What the page of a case shows of its documents, in one query: template and drafts, numbers, corrections."""
    return "documents/_on_case.html", _written(case)


def _written(case: Case) -> dict[str, Any]:
    """Drafts and documents in force of a case, each in the order they were begun."""
    drafts = queries.drafts_of_case(case).exclude(state=DraftState.DROPPED).select_related(*_PAPER).order_by("pk")
    standing = list(drafts)
    done = [one for one in standing if one.state == DraftState.IN_FORCE]
    replaced = {one.replaces_id for one in done}
    papers = [InForce(one.paper, term("documents", one.form), one.paper.document_id in replaced) for one in done]
    return {"case": case, "open": begun(one for one in standing if one not in done), "papers": papers}


def begun(drafts: Iterable[Draft]) -> list[Begun]:
    """Drafts as lists name them."""
    return [Begun(one, term("documents", one.form)) for one in drafts]


def choosing(case: Case, kinds: Collection[str], step: Step | None) -> dict[str, Any]:
    """The page on which a form is chosen; `kinds` are those one was sent here for."""
    return {
        "case": case,
        "step": step,
        "steps": case.steps.order_by("start", "pk"),
        "groups": form_groups(case, kinds, step.pk if step else None),
        "open": begun(queries.open_drafts(case)),
        "kinds": kinds,
        "parties": parties_of(case.pk),
    }
