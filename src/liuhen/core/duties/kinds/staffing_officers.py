"""What the roll of officers says of the people who take part: their qualifications and their certificates.

Who is not on the roll, or whose dates are not registered, leaves the question open: unknown is never "no".
"""

from __future__ import annotations

from collections.abc import Callable

from liuhen.core.duties.docket import Docket
from liuhen.core.duties.facets import certified
from liuhen.core.duties.finding import Finding
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.needs import StaffingNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Officer, Presence
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

ENFORCEMENT = "enforcement"
"""The staff that needs a certificate 执法证, where the text names none (core.terms.facts)."""

People = tuple[Presence, ...]
Answer = Callable[[Officer], bool | None]


def employed(docket: Docket) -> People:
    """The officers of the agency, as people taking part."""
    return tuple(Presence(certificate=o.id, name=o.name, role="", staff=o.staff) for o in docket.dossier.officers)


def qualified(needs: StaffingNeeds, law: LawText) -> Callable[[Scope, People], Finding]:
    """Each person concerned holds one of the qualifications."""
    wanted, name = (
        frozenset(needs.qualification),
        law.vocabulary.labels("qualifications", needs.qualification, between="或者"),
    )

    def ask(scope: Scope, people: People) -> Finding:
        concerned = [p for p in people if _concerned(p, needs)]
        return _asked_of_each(concerned, scope, lambda o: not wanted.isdisjoint(o.qualifications), what=name)

    return ask


def all_certified(needs: StaffingNeeds) -> Callable[[Scope, People], Finding]:
    """The certificate of each enforcement officer was valid when it began, and not suspended."""
    staff = needs.staff or (ENFORCEMENT,)

    def ask(scope: Scope, people: People) -> Finding:
        concerned = [p for p in people if p.staff in staff and (not needs.roles or p.role in needs.roles)]
        at = scope.moment
        return _asked_of_each(concerned, scope, lambda o: certified(o, at), what=f"{moment(at)}有效的执法证件")

    return ask


def _concerned(person: Presence, needs: StaffingNeeds) -> bool:
    return (not needs.staff or person.staff in needs.staff) and (not needs.roles or person.role in needs.roles)


def _asked_of_each(people: list[Presence], scope: Scope, answer: Answer, *, what: str) -> Finding:
    roll = scope.docket.officer_by_id
    strangers: list[str] = []
    wrong: list[str] = []
    undated: list[str] = []
    for person in people:
        officer = roll.get(person.certificate)
        found = answer(officer) if officer else None
        if not found:
            group = strangers if officer is None else undated if found is None else wrong
            group.append(person.name or person.certificate)
    evidence = tuple(sorted({p.certificate for p in people}))
    if wrong:
        names = "、".join(wrong)
        return Finding(State.BREACHED, f"{names}没有{what}", None, evidence, (Reason(f"{names}没有{what}", False),))
    if strangers or undated:
        names = "、".join([*strangers, *undated])
        reason = Reason(f"{names}有无{what}，没有登记", False)
        state = State.OVERDUE if scope.docket.closed else State.OPEN
        groups = ((strangers, "执法人员"), (undated, "执法证有效期"))
        missing = [f"缺{'、'.join(group)}的{lacked}登记" for group, lacked in groups if group]
        return Finding(state, "；".join(missing), None, evidence, (reason,))
    return Finding(State.MET, "", None, evidence, (Reason(f"参加人员均有{what}", True),))
