"""What a document in force says lasts: a testing, a hearing. It becomes a situation of the case and holds periods up.

Which form says so, and from which field to which, is data (`lasts`, docs/formats/form.md). A correction takes the place
of what the corrected document had set.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from liuhen.apps.cases.actions import NewSituation, end_situation, register_situation
from liuhen.apps.documents.models import Paper
from liuhen.apps.documents.standing import form_of
from liuhen.core.forms.content import moment_of
from liuhen.core.forms.form import FieldKind, Form, Lasting

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

_SECOND = timedelta(seconds=1)


def begin_what_lasts(by: Person, paper: Paper) -> None:
    """Register what a document that comes into force says lasts, within the caller's transaction."""
    form = form_of(paper.draft)
    if not form.lasts:
        return
    if paper.replaces_id:
        _take_back(by, Paper.objects.get(document=paper.replaces_id), f"由更正后的《{form.title}》取代")
    for new in _lasting(form, paper):
        register_situation(by, paper.draft.case, new, set_ahead=True)


def _take_back(by: Person, former: Paper, reason: str) -> None:
    case = former.draft.case
    for new in _lasting(form_of(former.draft), former):
        for row in case.situations.filter(kind=new.kind, since=new.since, until=new.until):
            end_situation(by, row, row.since, reason, set_ahead=True)


def _lasting(form: Form, paper: Paper) -> Iterator[NewSituation]:
    step = paper.draft.step
    for lasting in form.lasts:
        since, until = (moment_of(paper.content.get(key)) for key in (lasting.from_, lasting.until))
        if since and _says(lasting, paper):
            last = until + timedelta(days=1) - _SECOND if until and _by_days(form, lasting.until) else until
            about = (f"step:{step.pk}",) if step and step.kind in lasting.of else ()
            note = f"《{form.title}》{paper.number}"
            yield NewSituation(kind=lasting.situation, since=since, until=last, about=about, note=note)


def _says(lasting: Lasting, paper: Paper) -> bool:
    """Whether the field of the condition, if there is one, says what it asks for: one choice, or one of several."""
    if lasting.where is None:
        return True
    said = paper.content.get(lasting.where, "")
    return not set(lasting.says).isdisjoint([said] if isinstance(said, str) else said)


def _by_days(form: Form, key: str) -> bool:
    field = form.field(key)
    return field is not None and field.kind is FieldKind.DAY
