"""What must hold before goods are entered or moved. A broken rule names the field, says why and what to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.cases.queries import document_for, is_archived, step_for
from liuhen.apps.goods.kinds import measure_named
from liuhen.apps.goods.queries import may_enter
from liuhen.apps.lawlib.queries import knows, terms
from liuhen.core.goods import MEASURES, Measure
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.goods.inputs import Taking, Words
    from liuhen.apps.people.models import Person

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a stated time may lie ahead of ours: the clock on the person's wrist is not exact."""
MOST = 200
"""So many things are entered or moved in one act at most."""
_LONGEST = {"name": 120, "specification": 120, "unit": 20, "condition": 300, "owner": 120}
_ASKED = {
    "name": "请填写财物名称。",
    "unit": "请填写计量单位，例如：辆、台、箱、千克。",
    "condition": "请写明财物现在的状态，例如：完好、有破损、已封存。",
    "owner": "请填写归属人或者单位；不清楚的写“待查”。",
}
MOST_QUANTITY = 10**9


def broken(field: str, message: str) -> ValidationError:
    """A broken rule, bound to the field of the form it belongs to."""
    return ValidationError({field: message})


def require_enter(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may enter goods of the case; stop with a reason when it is archived."""
    if not may_enter(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的办案人员或者涉案财物管理人员可以登记涉案财物。")
    if is_archived(case):
        raise ValidationError(f"案件 {case.number} 已归档，不能再登记涉案财物。如有新情况，请登记书面说明或者情形。")


def require_correct(person: Person, case: Case) -> None:
    """Stop with 403 unless the person handles the case or keeps its goods."""
    if not may_enter(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的办案人员或者涉案财物管理人员可以更正登记。")


def not_in_future(field: str, moment: datetime) -> None:
    """A thing that happened has a time that is past."""
    if moment > outside().clock.now() + CLOCK_TOLERANCE:
        raise broken(field, "时间晚于现在。请核对日期和时分，登记已经发生的事项。")


def check_words(words: Words) -> None:
    """Every thing has a name, a quantity with its unit, a state and an owner."""
    for field, message in _ASKED.items():
        if not getattr(words, field).strip():
            raise broken(field, message)
    for field, most in _LONGEST.items():
        if len(getattr(words, field)) > most:
            raise broken(field, f"内容过长，最多 {most} 字；其余请写在备注里。")
    if not 0 < words.quantity < MOST_QUANTITY:
        raise broken("quantity", "数量应大于零，请核对。")


def checked_measure(taking: Taking) -> Measure:
    """The measure by which goods came in, if there is such a one."""
    if not knows(MEASURES, taking.measure):
        raise broken("measure", "请选择到案方式。")
    return measure_named(taking.measure)


def step_taken_in(by: Person, case: Case, taking: Taking, measure: Measure) -> Step | None:
    """The step in which goods were taken: of this case, of a kind the measure belongs to, and begun by then."""
    step = step_for(by, taking.step) if taking.step else None
    if taking.step and (step is None or step.case_id != case.pk):
        raise broken("step", "这个执法环节不属于本案，请从列表中选择。")
    if measure.steps and (step is None or step.kind not in measure.steps):
        named = terms("steps", measure.steps)
        raise broken("step", f"“{measure.label}”发生在“{named}”环节中。请选择这一环节；还没有登记的，请先登记。")
    if step and taking.at < step.start:
        raise broken("at", "提取时间早于所选环节开始的时间，请核对。")
    return step


def document_of(by: Person, case: Case, key: int | None) -> Document | None:
    """The document of the case with this key; one of another case is refused."""
    document = document_for(by, key) if key else None
    if key and (document is None or document.case_id != case.pk):
        raise broken("document", "这份文书不属于本案，请从列表中选择。")
    return document


def check_taking(taking: Taking) -> None:
    """A time that is past, and a place."""
    not_in_future("at", taking.at)
    if not taking.place.strip():
        raise broken("place", "请填写财物现在放在哪里。")
    if len(taking.place) > 200:
        raise broken("place", "保管场所最多 200 字。")
