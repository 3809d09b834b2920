"""All reads of the room: the bound texts of an agency, and the vocabulary as pages and rules need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from liuhen.apps.lawlib.drafting import Examination, Files, Surroundings, examine, read_files
from liuhen.apps.lawlib.models import AgencyNumber, Binding, EnactedText, OfficialWording, TextDraft
from liuhen.apps.lawlib.official import Wording, wording_from
from liuhen.apps.lawlib.permissions import APPROVE, sees_drafts
from liuhen.apps.lawlib.versions import (
    EnactedRow,
    Version,
    always,
    lineage,
    rows_lately,
    rows_of,
    versions,
    without_end,
)
from liuhen.core.lawbook.errors import LawError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from datetime import date

    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.lawbook.duty import AnyDuty
    from liuhen.core.lawbook.text import LawText
    from liuhen.core.terms.labels import Stage

Choices = list[tuple[str, str]]
CHINA = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Today, Chinese civil time."""
    return outside().clock.now().astimezone(CHINA).date()


# what binds an agency


def names_binding(agency: Agency) -> list[str]:
    """The ids of the texts that bind the agency, in the order they were bound."""
    return list(Binding.objects.filter(agency=agency).order_by("pk").values_list("text", flat=True))


def texts_binding(agency: Agency) -> tuple[LawText, ...]:
    """All versions of the texts that bind the agency: texts in the order they were bound, versions oldest first."""
    return bound_law(agency)[0]


def adopted_by(agency: Agency) -> frozenset[str]:
    """The texts the agency bound itself to on or after the day they ceased to be in force: its own decision.

    Of a text with versions the last one has lost its end instead: it must not be followed beside its successors.
    """
    return bound_law(agency)[1]


def bound_law(agency: Agency) -> tuple[tuple[LawText, ...], frozenset[str]]:
    """What `texts_binding` and `adopted_by` give, read once."""
    bound = _bound(agency)
    adopted = (binding.text for binding, laws in bound if len(laws) == 1 and _ceased_before(binding, laws[0]))
    return tuple(law for _, laws in bound for law in laws), frozenset(adopted)


def _ceased_before(binding: Binding, last: LawText) -> bool:
    until = last.info.until
    return until is not None and until.from_ is not None and binding.since.date() >= until.from_


def _bound(agency: Agency) -> list[tuple[Binding, list[LawText]]]:
    """Each binding with the versions of its text; only texts of which a version was put in force cost more queries."""
    enacted = Exists(EnactedText.objects.filter(text=OuterRef("text")))
    bindings = list(Binding.objects.filter(agency=agency).annotate(layered=enacted).order_by("pk"))
    several = [binding.text for binding in bindings if binding.layered]
    above = lineage(agency) if several else frozenset[int]()
    rows = [row for row in rows_of(several) if row.agency in above] if several else []
    return [(binding, _followed(binding, _laws(binding.text, rows))) for binding in bindings]


def _followed(binding: Binding, laws: list[LawText]) -> list[LawText]:
    """The versions of a text; the last one without its end, where the agency decided to go on after it."""
    if len(laws) > 1 and _ceased_before(binding, laws[-1]):
        laws[-1] = without_end(laws[-1])
    return laws


def _laws(name: str, rows: Sequence[EnactedRow]) -> list[LawText]:
    """The versions of a text; LawError names the known texts when there is no such one any more."""
    if not any(row.text == name for row in rows):
        return [outside().law.text(name)]
    return [version.law for version in versions(name, rows)]


def numbers_of(agency: Agency) -> dict[str, str]:
    """What the agency has set where a text leaves it the choice."""
    return dict(AgencyNumber.objects.filter(agency=agency).values_list("key", "value"))


# the shelf


def versions_of(agency: Agency, name: str) -> tuple[Version, ...]:
    """All versions of a text the agency may see, oldest first; empty when there is no such text."""
    above = lineage(agency)
    return versions(name, [row for row in rows_of([name]) if row.agency in above])


def version_on(found: Sequence[Version], day: date) -> Version:
    """The version in force on a day; before the first of them the first, after the last the last."""
    binding = [version for version in found if version.binds_on(day)]
    begun = [version for version in found if version.first_day is None or version.first_day <= day]
    return (binding or begun or found)[-1 if binding or begun else 0]


def text_for(agency: Agency, name: str) -> LawText | None:
    """The text as it is in force today for the agency, if there is such a text."""
    found = versions_of(agency, name)
    return version_on(found, today()).law if found else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts an agency may see, each in the version in force today, and those that cannot be read, with why."""

    texts: tuple[Version, ...]
    unreadable: tuple[tuple[str, LawError], ...]


def shelf(agency: Agency) -> Shelf:
    """Every text of the law folder and every one put in force; one that cannot be read hides no other."""
    above, day = lineage(agency), today()
    rows = [row for row in rows_of() if row.agency in above]
    readable, unreadable = [], []
    for name in sorted({*outside().law.ids(), *(row.text for row in rows)}):
        try:
            readable.append(version_on(versions(name, rows), day))
        except LawError as error:
            unreadable.append((name, error))
    return Shelf(tuple(readable), tuple(unreadable))


def all_texts(agency: Agency) -> tuple[LawText, ...]:
    """Every text the agency may see that can be read, as it is in force today."""
    return tuple(version.law for version in shelf(agency).texts)


def titles(agency: Agency) -> dict[str, str]:
    """The full titles of all texts, by id."""
    return {text.id: text.info.title for text in all_texts(agency)}


def text_named(name: str) -> LawText | None:
    """The newest version of a text, whoever put it in force: for its names and the shape of its duties."""
    found = versions(name, rows_lately())
    return found[-1].law if found else None


def duty_named(name: str, duty: str) -> AnyDuty | None:
    """A duty of a text by its expanded id, from the newest version that has it."""
    for version in reversed(versions(name, rows_lately())):
        if (found := version.law.duty(duty)) is not None:
            return found
    return None


def short_title(text: str) -> str:
    """How people call a text in passing; one that nobody holds, or that is unreadable, is called by its id."""
    try:
        return outside().law.text(text).info.short
    except LawError:
        pass
    try:
        law = text_named(text)
    except LawError:
        return text
    return law.info.short if law else text


# official wording


def wordings_of(agency: Agency, text: str) -> QuerySet[OfficialWording]:
    """What the agency and those above it attached as official wording of a text, the latest first."""
    found = OfficialWording.objects.filter(text=text, agency__in=lineage(agency))
    return found.select_related("attached_by", "agency").order_by("-pk")


def wording_of(agency: Agency, text: str) -> Wording | None:
    """The official wording that stands: the agency's own latest, else the latest of one above it."""
    rows = wordings_of(agency, text).filter(agency=agency)[:1] or wordings_of(agency, text)[:1]
    return wording_from(rows[0]) if rows else None


def wording_file(agency: Agency, text: str, key: int) -> OfficialWording | None:
    """One attached document of a text by its key, if the agency may see it."""
    return wordings_of(agency, text).filter(pk=key).first()


def wording_digests() -> set[str]:
    """The digests of all official documents that are kept (inspection of the vault)."""
    return set(OfficialWording.objects.values_list("sha256", flat=True))


# drafts


def drafts_for(person: Person) -> QuerySet[TextDraft]:
    """The drafts of the person's agency, for those who write drafts or decide on them; the latest saved first."""
    found = TextDraft.objects.filter(agency=person.unit.agency_id) if sees_drafts(person) else TextDraft.objects.none()
    return found.select_related("saved_by", "submitted_by", "decided_by", "started_by").order_by("-saved_at", "-pk")


def draft_for(person: Person, key: int) -> TextDraft | None:
    """The draft with this key, of the person's agency; whether he may do something with it is asked separately."""
    found = TextDraft.objects.filter(pk=key, agency=person.unit.agency_id)
    return found.select_related("saved_by", "submitted_by", "decided_by", "started_by", "agency").first()


def works_on_drafts(person: Person) -> bool:
    """Whether the person writes drafts or decides on them."""
    return sees_drafts(person)


def drafts_waiting(person: Person) -> int:
    """How many drafts wait for this person's decision: nobody decides on what he wrote."""
    if not person.may(APPROVE):
        return 0
    waiting = drafts_for(person).filter(state="submitted").order_by().values_list("authors", flat=True)
    return sum(person.pk not in authors for authors in waiting)


def enacted_versions(agency: Agency, text: str) -> list[EnactedText]:
    """The versions of a text put in force by the agency and those above it, the latest first day first."""
    found = EnactedText.objects.filter(text=text, agency__in=lineage(agency)).defer("files")
    return list(found.select_related("drafted_by", "approved_by", "agency").order_by("-in_force_from", "-pk"))


def files_in_force(agency: Agency, name: str) -> Files:
    """The files of the newest version of a text: what a next version is drafted from; empty for an unknown text."""
    rows = EnactedText.objects.filter(text=name, agency__in=lineage(agency)).order_by("-in_force_from", "-pk")
    found = rows.values_list("files", flat=True).first()
    if found is None:
        return outside().law.files(name) if name in outside().law.ids() else {}
    return dict(found)


def examined(draft: TextDraft, files: Files | None = None) -> Examination:
    """The draft, or other files in its place, read and its cases run; nothing is kept."""
    law = outside().law
    around = Surroundings(law.vocabulary(), law.calendar(), {text.id: text for text in all_texts(draft.agency)})
    return examine(draft.text, draft.files if files is None else files, around)


# a text to be tried on a case


@dataclass(frozen=True, slots=True)
class Choice:
    """A text, a version of one or a draft that can be tried: `key` as addresses name it, with what it is called."""

    key: str
    label: str
    group: str


def law_choices(person: Person) -> list[Choice]:
    """What the person may try: the texts as in force today, their other versions, and drafts being worked on."""
    agency = person.agency
    above = lineage(agency)
    rows = [row for row in rows_of() if row.agency in above]
    found = [(one.law.id, versions(one.law.id, rows)) for one in shelf(agency).texts]
    texts = [Choice(name, several[-1].law.info.title, "text") for name, several in found]
    others = [
        Choice(f"{name}.{one.enacted or 0}", f"{one.law.info.title}（{_days(one)}）", "version")
        for name, several in found
        if len(several) > 1
        for one in several
    ]
    open_drafts = drafts_for(person).filter(state__in=["drafting", "submitted"]).defer("files", "base")
    drafts = [Choice(f"draft-{draft.pk}", draft.title, "draft") for draft in open_drafts]
    return [*texts, *others, *drafts]


def _days(version: Version) -> str:
    start = f"{version.first_day:%Y-%m-%d}" if version.first_day else "不明"
    return f"{start} 至 {version.until:%Y-%m-%d}" if version.until else f"{start} 起"


def law_chosen(person: Person, key: str) -> LawText | None:
    """The text chosen by the key of a choice, as if it bound at every moment; None when there is no such one.

    A draft is read as it was saved last. Raises LawError when that cannot be read yet.
    """
    named, _, pk = key.partition("-")
    if named == "draft" and pk.isascii() and pk.isdigit():
        draft = drafts_for(person).filter(pk=int(pk)).first()
        return always(read_files(draft.text, draft.files, outside().law.vocabulary())) if draft else None
    name, dot, row = key.partition(".")
    found = versions_of(person.agency, name)
    if not found:
        return None
    if not dot:
        return always(version_on(found, today()).law)
    return next((always(one.law) for one in found if str(one.enacted or 0) == row), None)


# the vocabulary


def term(name: str, code: str) -> str:
    """The Chinese term of a code of a vocabulary list; an unknown code is shown as it is."""
    return outside().law.vocabulary().label(name, code)


def terms(name: str, codes: Iterable[str]) -> str:
    """The terms of several codes, joined by 、."""
    return outside().law.vocabulary().labels(name, tuple(codes))


def knows(name: str, code: str) -> bool:
    """Whether the code is in the list."""
    return outside().law.vocabulary().knows(name, code)


def begins(milestone: str) -> bool:
    """Whether a case may begin with this milestone."""
    return outside().law.vocabulary().begins(milestone)


def stage_ends() -> dict[Stage, str]:
    """The milestone that ends each stage of a case, as far as one does."""
    return outside().law.vocabulary().stage_ends()


def choices(name: str) -> Choices:
    """The codes of the list with their terms, in the order of the list."""
    words = outside().law.vocabulary().lists.get(name, {})
    return [(word.code, word.label) for word in words.values()]


def number_words(name: str) -> dict[str, str]:
    """The word by which the number of a case tells its kind (罚, 许 …), by code, where the list has one."""
    words = outside().law.vocabulary().lists.get(name, {}).values()
    return {word.code: said[0] for word in words if (said := word.more.get("numbered"))}


def kinds_of_role(role: str) -> tuple[str, ...]:
    """The kinds of party (labels.PartyKind) that may be this in a case; empty: any."""
    return outside().law.vocabulary().word("party_roles", role).more.get("kinds", ())


def decided_by(approval: str) -> tuple[str, ...]:
    """The roles of the house that decide an approval of this kind; empty where it is not asked for in a case."""
    return outside().law.vocabulary().word("approvals", approval).by


def acting_as(approval: str) -> str:
    """The role of the regulations in which an approval of this kind is decided, where it is another; else empty."""
    return outside().law.vocabulary().word("approvals", approval).acts_as


def approving_role(approval: str, roles: Iterable[str]) -> str:
    """The role of the regulations in which somebody with these roles of the house decides an approval of this kind."""
    word, held = outside().law.vocabulary().word("approvals", approval), {*roles}
    return word.acts_as or next((role for role in word.by if role in held), "")


def acting_roles(held: Iterable[str]) -> frozenset[str]:
    """The roles of the regulations in which somebody with these roles may act (law/_vocabulary/roles)."""
    return outside().law.vocabulary().acting(held)


def approvals_decided() -> Choices:
    """The kinds of approval that are asked for in a case, with their terms."""
    words = outside().law.vocabulary().lists.get("approvals", {})
    return [(word.code, word.label) for word in words.values() if word.by]


def approval_basis(approval: str) -> list[tuple[str, int]]:
    """The articles that say who decides an approval: text and number."""
    named = [one.rpartition("/") for one in outside().law.vocabulary().word("approvals", approval).basis]
    return [(text, int(number)) for text, _, number in named if number.isdigit()]
