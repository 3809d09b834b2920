"""Release 义务解除: in this situation other duties fall away. It asks nothing; evaluate lets the others go."""

from __future__ import annotations

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import ReleaseNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[ReleaseNeeds], law: LawText) -> Judge:
    """A judge that finds the release to be there wherever its condition holds."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    titles = [found.title if (found := law.duty(name)) else name for name in duty.needs.duties]
    finding = Finding(State.MET, parts=(Reason(f"不再要求：{'、'.join(titles)}", True),))
    return lambda scope: finding
