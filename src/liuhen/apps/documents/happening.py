"""What a document in force says happened in its step: a service refused, a notice posted; duties hang on that.

Which of its matters those are is data (`happened`, docs/formats/form.md). No correction takes them away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.apps.cases.actions import add_matters
from liuhen.apps.documents.standing import form_of

if TYPE_CHECKING:
    from liuhen.apps.documents.models import Paper
    from liuhen.apps.people.models import Person


def register_what_happened(by: Person, paper: Paper) -> None:
    """Add to the step of a document that comes into force what it says happened there, in the caller's transaction."""
    step = paper.document.step
    if step is None:
        return
    happened = [code for code in form_of(paper.draft).happened if code in paper.document.matters]
    fresh = tuple(code for code in happened if code not in step.matters)
    if fresh:
        add_matters(by, step, fresh)
