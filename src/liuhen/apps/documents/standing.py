"""How far a document has come: its form, what is still wrong, which signatures count and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from liuhen.apps.documents.models import Signature, SignedHow
from liuhen.apps.documents.planned import planned_faults
from liuhen.apps.lawlib.queries import short_title
from liuhen.apps.people.queries import officers_certified
from liuhen.core.deadlines.units import CHINA
from liuhen.core.errors import LiuhenError
from liuhen.core.forms.digest import content_digest, form_digest
from liuhen.core.forms.filled import Content, Fault, faults_of, moment_of
from liuhen.core.forms.form import Field, FieldKind, Fill, Form
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.documents.models import Draft
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.form import Signature as Place

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a stated time may lie ahead of ours: the clock on the person's wrist is not exact."""
_OFFICER = re.compile(r"(?P<name>.+)（(?P<certificate>[^（）]+)）")
_HAPPENED = (Fill.START, Fill.END)
"""A time filled from a step is one of something that has happened."""


def form_named(code: str) -> Form | None:
    """The form of this document as the law folder has it now, if there is one."""
    return outside().law.forms().get(code)


def form_of(draft: Draft) -> Form:
    """The form of a draft as it is now; LiuhenError when the law folder has it no more."""
    form = form_named(draft.form)
    if form is None:
        raise LiuhenError(f"法规目录里没有“{draft.form}”的文书式样，这份文书暂时不能打开。请联系系统管理员核对。")
    return form


def form_changed(draft: Draft) -> bool:
    """Whether the form was put in other words since the draft was begun or last checked."""
    return draft.form_digest != form_digest(form_of(draft))


def left_over(draft: Draft) -> Content:
    """What was written for fields the form no longer has: kept, shown, and no part of the document."""
    form = form_of(draft)
    return {key: value for key, value in draft.content.items() if form.field(key) is None}


def digest_of(draft: Draft) -> str:
    """What a signature of the draft signs: the SHA-256 of its content as it is now."""
    return content_digest(form_of(draft), draft.content, case=draft.case.number, about=draft.about)


# what is wrong


def faults_in(draft: Draft) -> list[Fault]:
    """Everything that keeps the draft from being checked, in the order of the form."""
    form, now = form_of(draft), outside().clock.now()
    asked = {key: value for key, value in draft.content.items() if form.field(key)}
    today, calendar = now.astimezone(CHINA).date(), outside().law.calendar()
    found = faults_of(form, asked, today=today, calendar=calendar, label=short_title)
    found += [*_future_faults(form, asked, now), *_officer_faults(form, asked, now)]
    return [*found, *planned_faults(draft, form, asked)]


def _future_faults(form: Form, content: Content, now: datetime) -> Iterator[Fault]:
    for field in form.fields:
        moment = moment_of(content.get(field.key)) if field.fills in _HAPPENED else None
        if moment and moment > now + CLOCK_TOLERANCE:
            yield Fault(field.key, f"“{field.label}”晚于现在。请核对日期和时分，写已经发生的事项。")


def _officer_faults(form: Form, content: Content, now: datetime) -> Iterator[Fault]:
    """Officers who can't be told apart, are named twice, or hold no valid certificate on the day of the act."""
    fields = [field for field in form.fields if field.kind is FieldKind.OFFICERS]
    named = {field.key: _texts(content.get(field.key)) for field in fields}
    found = [matched for texts in named.values() for text in texts if (matched := _OFFICER.fullmatch(text))]
    known = officers_certified({matched["certificate"] for matched in found})
    day = (moment_of(content.get("start_at")) or now).astimezone(CHINA).date()
    for field in fields:
        yield from (Fault(field.key, words) for words in _wrong_officers(field, named[field.key], known, day))


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def _wrong_officers(field: Field, texts: Sequence[str], known: Mapping[str, Person], day: date) -> Iterator[str]:
    for text in texts:
        if words := _wrong_officer(text, known, day):
            yield words
    certificates = [matched["certificate"] for text in texts if (matched := _OFFICER.fullmatch(text))]
    if len(set(certificates)) < len(certificates):
        yield f"“{field.label}”中有人写了两次，请核对。"


def _wrong_officer(text: str, known: Mapping[str, Person], day: date) -> str:
    matched = _OFFICER.fullmatch(text)
    if matched is None:
        return f"“{text}”没有写执法证号。请从列表中选择，或者写成：姓名（执法证号）。"
    officer = known.get(matched["certificate"])
    if officer is None or officer.name != matched["name"]:
        return f"没有登记姓名为“{matched['name']}”、执法证号为“{matched['certificate']}”的执法人员，请核对。"
    if not officer.certified_on(day):
        return f"{officer.name}的执法证在 {day} 不在有效期内（{_validity(officer)}），不能作为执法人员。"
    return ""


def _validity(officer: Person) -> str:
    since, until = officer.certificate_since, officer.certificate_until
    return f"{since or ''}至{until or ''}"


# signatures


def signatures_of(draft: Draft) -> list[Signature]:
    """Every signature ever given to the draft, in order; withdrawn ones and those of a former content count no more."""
    given = Signature.objects.filter(draft=draft).select_related("taken_by", "withdrawal__withdrawn_by")
    return list(given.order_by("pk"))


def counting(draft: Draft, signatures: Iterable[Signature] | None = None) -> list[Signature]:
    """The signatures that were given to the content as it is now and that the form takes, in the order given."""
    places = form_of(draft).signatures
    return [one for one in of_content(draft, digest_of(draft), signatures) if _taken(places, one)]


def of_content(draft: Draft, digest: str, signatures: Iterable[Signature] | None = None) -> list[Signature]:
    """The signatures of the draft that were given to the content with this digest, without those withdrawn."""
    given = signatures_of(draft) if signatures is None else signatures
    return [one for one in given if one.content_sha256 == digest and not hasattr(one, "withdrawal")]


def _taken(places: Sequence[Place], one: Signature) -> bool:
    """A refusal counts only where the form says what it sets down."""
    return one.how != SignedHow.REFUSED or (one.slot < len(places) and bool(places[one.slot].refusal))


def missing_signatures(draft: Draft) -> list[str]:
    """What still has to be signed before the document may come into force, a sentence each."""
    given = [one.slot for one in counting(draft)]
    found = []
    for slot, place in enumerate(form_of(draft).signatures):
        lacking = (place.at_least or 1) - given.count(slot)
        if lacking > 0 and not place.optional:
            found.append(f"“{place.who}”处还缺{f' {lacking} 人的' if place.at_least else ''}{place.how.label}。")
    return found
