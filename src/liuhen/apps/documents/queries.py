"""All reads of the room. Drafts and papers are seen by whoever sees their case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from liuhen.apps.cases.queries import visible_to as visible_cases
from liuhen.apps.documents.asked import AskedForm, Offer, Stage, forms_for
from liuhen.apps.documents.filling import Filled, suggestions
from liuhen.apps.documents.known import Known, officer_words
from liuhen.apps.documents.models import Draft, DraftState, Paper, SealImage, Series, Signature
from liuhen.apps.documents.numbering import Number, NumberWord, next_number, numbers_in
from liuhen.apps.documents.permits import may_check, may_put_in_force, may_write
from liuhen.apps.documents.standing import (
    counting,
    digest_of,
    faults_in,
    form_changed,
    form_named,
    form_of,
    left_over,
    missing_signatures,
    of_content,
    signatures_of,
)
from liuhen.apps.people.queries import people_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.cases.models import Case, Document
    from liuhen.apps.people.models import Agency, Person

__all__ = [
    "AskedForm",
    "Filled",
    "Number",
    "NumberWord",
    "Offer",
    "Stage",
    "corrected_by",
    "counting",
    "digest_of",
    "draft_for",
    "drafts_of_case",
    "faults_in",
    "form_changed",
    "form_named",
    "form_of",
    "forms_for",
    "kept_digests",
    "left_over",
    "may_check",
    "may_put_in_force",
    "may_write",
    "missing_signatures",
    "next_number",
    "numbers_in",
    "of_content",
    "officers_for",
    "open_drafts",
    "paper_of",
    "papers_of_case",
    "people_for",
    "seal_for",
    "seals_ever",
    "seals_in_use",
    "seals_of",
    "series_of",
    "signature_for",
    "signatures_of",
    "signatures_of_papers",
    "suggestions_for",
]
_WITH = ("case__agency", "step", "replaces", "begun_by", "changed_by", "checked_by")
OPEN = (DraftState.WRITING.value, DraftState.CHECKED.value)


def draft_for(person: Person, key: int) -> Draft | None:
    """The draft with this key if the person may see its case."""
    found = Draft.objects.filter(pk=key, case__in=visible_cases(person))
    return found.select_related(*_WITH, "paper__document").first()


def drafts_of_case(case: Case) -> QuerySet[Draft]:
    """Every draft of the case, also those in force or dropped, the latest first."""
    return Draft.objects.filter(case=case).select_related(*_WITH).order_by("-pk")


def open_drafts(case: Case) -> QuerySet[Draft]:
    """The drafts of the case that are still written or wait to be signed, the earliest first."""
    found = Draft.objects.filter(case=case, state__in=OPEN).select_related("begun_by", "changed_by", "replaces", "step")
    return found.order_by("pk")


def papers_of_case(case: Case) -> QuerySet[Paper]:
    """What the documents in force of the case say, with who made them, the earliest first.

    `document.replaced_by` of each is the papers that correct it: prefetched, none or one.
    """
    found = Paper.objects.filter(document__case=case).select_related("document", "made_by", "replaces", "draft")
    return found.prefetch_related(Prefetch("document__replaced_by", Paper.objects.order_by("pk"))).order_by("pk")


def paper_of(document: Document) -> Paper | None:
    """What a document in force says; None when only its PDF or nothing is kept."""
    found = Paper.objects.filter(document=document)
    return found.select_related("document__case__agency", "draft__step", "made_by", "replaces").first()


def signatures_of_papers(papers: Iterable[Paper]) -> dict[int, list[Signature]]:
    """Who confirmed these documents in force, by key of the paper, in the order they did; one query."""
    said = {(paper.draft_id, paper.content_sha256): paper.pk for paper in papers}
    found: dict[int, list[Signature]] = {key: [] for key in said.values()}
    for one in Signature.objects.filter(draft__in=[draft for draft, _ in said]).order_by("pk"):
        if (one.draft_id, one.content_sha256) in said:
            found[said[one.draft_id, one.content_sha256]].append(one)
    return found


def corrected_by(document: Document) -> Paper | None:
    """The paper in force that corrects this document."""
    return Paper.objects.filter(replaces=document).select_related("document").first()


def signature_for(person: Person, key: int) -> Signature | None:
    """The signature with this key if the person may see its case."""
    found = Signature.objects.filter(pk=key, draft__case__in=visible_cases(person))
    return found.select_related("draft__case", "taken_by", "withdrawal").first()


def suggestions_for(draft: Draft, person: Person) -> dict[str, Filled]:
    """What the program would put into each field of the draft today, and where it knows it from."""
    return suggestions(form_of(draft), Known(draft.case, draft.step, person, draft.about))


def people_for(case: Case) -> list[tuple[str, bool]]:
    """The active people of the case's agency by name, each with whether they take part in the case; these first."""
    near = _taking_part(case)
    return _near_first((person.name, person.pk in near) for person in people_of(case.agency))


def officers_for(case: Case) -> list[tuple[str, bool]]:
    """The active officers of the agency as documents name them, 姓名（证号）; who takes part in the case first."""
    near = _taking_part(case)
    officers = people_of(case.agency).exclude(certificate=None)
    return _near_first((officer_words(person), person.pk in near) for person in officers)


def _taking_part(case: Case) -> set[int]:
    handlers = case.handlers.values_list("person", flat=True)
    return {*handlers, *case.steps.exclude(people=None).values_list("people__person", flat=True)}


def _near_first(named: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    return sorted(named, key=lambda one: not one[1])


# seals and numbers


def seals_in_use(agency: Agency) -> QuerySet[SealImage]:
    """The seals of an agency that are in use."""
    return SealImage.objects.filter(agency=agency, withdrawn_at=None).select_related("keeper").order_by("name")


def seals_ever(agency: Agency) -> list[SealImage]:
    """All seals an agency has had, those in use first, the latest withdrawn after them."""
    found = SealImage.objects.filter(agency=agency).select_related("keeper")
    return sorted(found.order_by("name", "pk"), key=lambda one: (one.withdrawn_at is not None, -one.since.timestamp()))


def seals_of(person: Person, agency: Agency) -> list[SealImage]:
    """The seals of an agency that are entrusted to the person and in use."""
    return list(seals_in_use(agency).filter(keeper=person))


def seal_for(person: Person, key: int) -> SealImage | None:
    """The seal with this key, of the person's agency."""
    return SealImage.objects.filter(pk=key, agency=person.unit.agency_id).select_related("keeper").first()


def series_of(agency: Agency, year: int) -> list[Series]:
    """The series of running numbers an agency has begun in a year."""
    return list(Series.objects.filter(agency=agency, year=year).order_by("form"))


def kept_digests() -> Iterator[str]:
    """The digests of all images that signatures and seals name (inspection of the vault)."""
    signed = Signature.objects.exclude(image_sha256="").values_list("image_sha256", flat=True)
    yield from signed.distinct().iterator()
    yield from SealImage.objects.values_list("sha256", flat=True).distinct()
