"""The names a case is listed under: of its party, and its plate. They follow what is corrected among the parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.cases import entries, rules
from liuhen.apps.cases.naming import case_named
from liuhen.apps.cases.permits import require_work
from liuhen.apps.journal.actions import Purpose, What, record

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

LONGEST = {"party": 120, "plate": 20}


@transaction.atomic
def list_under(by: Person, case: Case, shown: dict[str, str], reason: str) -> Case:
    """List the case under another `party` or `plate`, with the reason; the journal keeps what stood there before."""
    require_work(by, case)
    rules.not_archived(case, "更正当事人名称")
    before = {name: getattr(case, name) for name in shown}
    for name, text in shown.items():
        setattr(case, name, text.strip()[: LONGEST[name]])
    case.save(update_fields=[*shown])
    after = {name: getattr(case, name) for name in shown}
    what = What(data={"before": before, "after": after}, rows=[case])
    record(entries.CASE_LISTED, by, case_named(case), what, Purpose(purpose=reason))
    return case
