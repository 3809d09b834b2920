"""What the room shows on the page of a case: where it came from. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liuhen.apps.importing.permissions import BRING
from liuhen.apps.importing.queries import source_of_case

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person


def on_case_page(person: Person, case: Case) -> tuple[str, dict[str, Any]]:
    """Where an imported case came from, with the table it stood in for who may see that; nothing for any other."""
    return "importing/_on_case.html", {"origin": source_of_case(case), "may_see_run": person.may(BRING)}
