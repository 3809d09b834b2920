"""Publication 公开: what must be made public is, in the right place, with what must not be read made unreadable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from liuhen.core.duties.conditions import Test
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.kinds.registers import registers_judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import PublicationNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Publication, Register
from liuhen.core.terms.labels import State, SubjectKind
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[PublicationNeeds], law: LawText) -> Judge:
    """A judge for published registers, or for something made public about the subject."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    if duty.needs.registers:
        return registers_judge(duty, law, duty.needs.registers, done_at=_published, lack="未公开：")
    return _made_public(duty, duty.needs, law)


def trigger(duty: Duty[PublicationNeeds]) -> Test:
    """A publication of another kind is not this article's concern."""
    kinds = frozenset(duty.needs.publications) if duty.needs and duty.subject is SubjectKind.PUBLICATION else None
    return lambda scope: not kinds or scope.fact.kind in kinds


def _published(register: Register, scope: Scope) -> datetime | None:
    at = register.published_at
    return at if at and at <= scope.docket.now else None


def _made_public(duty: Duty[PublicationNeeds], needs: PublicationNeeds, law: LawText) -> Judge:
    timing, name = (
        timing_of(duty.deadline, law, warn=duty.warn),
        law.vocabulary.labels("publications", needs.publications, between="或者"),
    )
    faults_of = _faults(needs, law.vocabulary)

    def judge(scope: Scope) -> Finding:
        made = [p for p in _about(scope) if p.kind in needs.publications]
        faults = [(publication, faults_of(publication)) for publication in made]
        done_at = min((p.at for p, fault in faults if not fault), default=None)
        due, ids = timing(scope), tuple(p.id for p in made)
        parts = (*(_told(p, fault, law.vocabulary) for p, fault in faults), *timed_reasons(done_at, due, scope))
        if exposed := [fault for _, fault in faults if fault.startswith(_EXPOSED)]:
            return Finding(State.BREACHED, exposed[0], due.at, ids, parts, needs.redacted)
        missing = "" if done_at else (faults[0][1] if faults else f"未公开：{name}")
        reasons = parts if made else (Reason(f"尚未公开{name}", False), *parts)
        return Finding(settle(done_at, due, scope), missing, due.at, ids, reasons, needs.publications, due.raise_at)

    return judge


_EXPOSED = "公开时没有隐去"


def _about(scope: Scope) -> Sequence[Publication]:
    """What is judged: the publication itself, what was published of a document, all that was of a case or agency."""
    if scope.kind is SubjectKind.PUBLICATION:
        return (scope.fact,)
    return (
        scope.docket.publications_about(scope.id) if scope.kind is SubjectKind.DOCUMENT else scope.docket.publications
    )


def _faults(needs: PublicationNeeds, words: Vocabulary) -> Callable[[Publication], str]:
    """What is wrong with a publication; empty when nothing is."""
    places = words.labels("places", needs.where, between="或者")

    def fault(publication: Publication) -> str:
        shown = tuple(code for code in needs.redacted if code not in publication.redactions)
        if shown:
            return f"{_EXPOSED}{words.labels('redactions', shown)}"
        return f"应在{places}公开" if needs.where and publication.where not in needs.where else ""

    return fault


def _told(publication: Publication, fault: str, words: Vocabulary) -> Reason:
    where = words.label("places", publication.where) if publication.where else "未登记的位置"
    return Reason(f"{moment(publication.at)}在{where}公开" + (f"，{fault}" if fault else ""), not fault)
