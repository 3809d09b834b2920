"""Which documents can be written in a case: what the law and the procedure ask for first, then all by stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.duties.queries import dossier_of, obligations_of
from liuhen.core.forms.form import Form
from liuhen.core.procedure.standing import BarKind, begun, standing_in
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.cases.models import Case
    from liuhen.apps.duties.models import Obligation
    from liuhen.core.procedure.procedure import Procedure
    from liuhen.core.terms.facts import Dossier

MAKE = ("make_document", "make_evidence_note")
"""The mends (vocabulary `actions`) that make a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForm:
    """A form, and why it is asked for: an obligation of the case, or the next step of a procedure.

    `reason` is that in words. Of an obligation `text`, `article` and `due_at` are known, and `step`, the key of the
    step it is owed in.
    """

    form: Form
    reason: str
    text: str = ""
    article: int | None = None
    due_at: datetime | None = None
    overdue: bool = False
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """The forms of one stage of a case, in the order of the national set, others after it."""

    title: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be written: asked for, the most urgent first; then every form by stage."""

    asked: tuple[AskedForm, ...]
    stages: tuple[Stage, ...]


def forms_for(case: Case) -> Offer:
    """What can be written in a case."""
    forms = outside().law.forms()
    asked = [*_owed(case, forms), *_next(case, forms)]
    once = {(one.form.document, one.step): one for one in reversed(asked)}
    return Offer(tuple(one for one in asked if once.get((one.form.document, one.step)) is one), _by_stage(forms))


def _owed(case: Case, forms: Mapping[str, Form]) -> Iterator[AskedForm]:
    owed = [one for one in obligations_of(case).filter(to_do=True) if (one.mend or {}).get("action") in MAKE]
    for one in sorted(owed, key=lambda row: (row.due_at is None, row.due_at or case.opened_at, row.position)):
        codes = (one.mend or {}).get("codes", [])
        if form := next((forms[code] for code in codes if code in forms), None):
            yield _owed_form(form, one)


def _owed_form(form: Form, owed: Obligation) -> AskedForm:
    named = (owed.mend or {}).get("step") or (owed.subject_id if owed.subject_kind == "step" else "")
    _kind, _, key = named.partition(":")
    return AskedForm(
        form=form,
        reason=owed.title,
        text=owed.text,
        article=owed.article,
        due_at=owed.due_at,
        overdue=bool(owed.due_at and owed.due_at < outside().clock.now()),
        step=int(key) if key.isdigit() else None,
    )


def _next(case: Case, forms: Mapping[str, Form]) -> Iterator[AskedForm]:
    """Documents without which the next steps of the procedures the case is in can't be taken."""
    dossier = dossier_of(case)
    for procedure in outside().law.procedures().values():
        if begun(procedure, dossier):
            yield from _needed(procedure, dossier, forms)


def _needed(procedure: Procedure, dossier: Dossier, forms: Mapping[str, Form]) -> Iterator[AskedForm]:
    """A step that happens by a document asks for it only where no other step leads on."""
    following = standing_in(procedure, dossier).following
    for step in following:
        missing = [code for bar in step.bars if bar.kind is BarKind.DOCUMENT for code in bar.codes]
        if step.transition.event_kind == "document" and len(following) == 1:
            missing.append(step.transition.event_code)
        for code in missing:
            if code in forms:
                yield AskedForm(form=forms[code], reason=f"{procedure.title}：{step.transition.title}")


def _by_stage(forms: Mapping[str, Form]) -> tuple[Stage, ...]:
    """Stages in the order in which the national set first names them."""
    order = sorted(forms.values(), key=lambda form: (form.number is None, form.number or 0, form.document))
    found: dict[str, list[Form]] = {}
    for form in order:
        found.setdefault(form.stage, []).append(form)
    return tuple(Stage(title, tuple(members)) for title, members in found.items())
