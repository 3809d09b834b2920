"""Rows → whole dossiers of cases, and what the law says of them: the only door between the rooms and the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.facts import CaseFacts, facts_of_cases
from liuhen.apps.devices.facts import DeviceFacts, Use, devices_of_cases
from liuhen.apps.duties.laws import AgencyLaw, laws_of
from liuhen.apps.duties.models import Determination
from liuhen.apps.goods.facts import GoodsFacts, goods_of_cases
from liuhen.apps.journal.prepared import Prepared
from liuhen.apps.parties.facts import PartyFacts, parties_of_cases
from liuhen.apps.recordings.facts import RecordingFacts, recordings_of_cases
from liuhen.core.duties.arisen import arisen
from liuhen.core.duties.evaluate import Standing, evaluate, standings
from liuhen.core.duties.keep_until import KeepUntil, keep_until
from liuhen.core.duties.verdict_json import verdict_json
from liuhen.core.terms import facts
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case


@dataclass(frozen=True, slots=True)
class Docket:
    """A case as the law meets it: its dossier, and the law of its agency."""

    agency: int
    dossier: facts.Dossier
    law: AgencyLaw

    def has_reached(self, milestone: str) -> bool:
        """Whether the case has reached a milestone."""
        return bool(self.dossier.case and milestone in self.dossier.case.milestones)

    @property
    def arisen(self) -> tuple[facts.Situation, ...]:
        """What has arisen in the case, that somebody is to stay out of it included."""
        return arisen(self.dossier)

    def verdict(self, now: datetime) -> tuple[Obligation, ...]:
        """What the texts that bind the agency say of the case at a moment."""
        return evaluate(self.dossier, self.law.texts, now, calendar=outside().law.calendar())

    def keeping(self, now: datetime) -> Mapping[str, KeepUntil]:
        """How long the texts have each original recording of the case kept, by id ("recording:7")."""
        return keep_until(self.dossier, self.law.texts, now, calendar=outside().law.calendar())

    def standings(self, now: datetime) -> tuple[Standing, ...]:
        """How each bound text stands to the case."""
        return standings(self.dossier, self.law.texts, now)


def verdict_at(case: Case, now: datetime) -> tuple[Obligation, ...]:
    """What the texts that bind the agency say of the case at a moment."""
    return docket_of(case).verdict(now)


def verdict_with_standings(case: Case, now: datetime) -> tuple[tuple[Obligation, ...], tuple[Standing, ...]]:
    """The same, with how each bound text stands to the case."""
    docket = docket_of(case)
    return docket.verdict(now), docket.standings(now)


def verdict_data(case: Case, now: datetime) -> dict[str, Any]:
    """The verdict in the one shape it leaves the house (docs/formats/verdict.md)."""
    owed, standing = verdict_with_standings(case, now)
    return verdict_json(owed, now=now, standings=standing, case=case.number)


def dossier_of(case: Case) -> facts.Dossier:
    """Everything the law may look at, from all rooms."""
    return docket_of(case).dossier


def docket_of(case: Case) -> Docket:
    """The case as the law meets it. Raises KeyError when there is no such case any more."""
    return dockets_of([case.pk])[case.pk]


def dockets_of(keys: Collection[int]) -> dict[int, Docket]:
    """Each of these cases that exists as the law meets it; the number of queries does not grow with the cases."""
    own = facts_of_cases(keys)
    filmed = recordings_of_cases(own)
    equipment = devices_of_cases({key: _use(case, filmed[key]) for key, case in own.items()})
    decided = _determinations(own)
    goods, parties = goods_of_cases(own), parties_of_cases(own)
    laws = laws_of({case.agency for case in own.values()})
    dossiers = {
        key: _dossier(laws[case.agency], case, filmed[key], equipment[key], decided[key]) for key, case in own.items()
    }
    return {
        key: Docket(case.agency, _with_parties(_with_goods(dossiers[key], goods[key]), parties[key]), laws[case.agency])
        for key, case in own.items()
    }


def _with_goods(dossier: facts.Dossier, goods: GoodsFacts) -> facts.Dossier:
    """The dossier with the goods taken; what the ledger records of them counts as a document or a report."""
    documents, reports = (*dossier.documents, *goods.documents), (*dossier.reports, *goods.reports)
    return replace(dossier, goods=goods.goods, documents=documents, reports=reports) if goods.goods else dossier


def _with_parties(dossier: facts.Dossier, named: PartyFacts) -> facts.Dossier:
    """The dossier with the parties, and with who was to stay out of the case."""
    if not named.parties and not named.recusals:
        return dossier
    return replace(dossier, parties=named.parties, recusals=named.recusals)


def _use(case: CaseFacts, filmed: RecordingFacts) -> Use:
    """A check counts for a step when it was made before some event of it, or before a milestone."""
    times = [at for step in case.steps for at in (step.start, step.end, step.departure) if at]
    return Use(
        devices=filmed.devices,
        steps=frozenset(_key(step.id) for step in case.steps),
        begun=min((step.start for step in case.steps), default=case.opened_at),
        over=max([*times, *case.case.milestones.values()], default=case.opened_at),
    )


def _key(id: str) -> int:
    return int(id.partition(":")[2])


def _dossier(
    law: AgencyLaw,
    own: CaseFacts,
    filmed: RecordingFacts,
    equipment: DeviceFacts,
    decided: Iterable[facts.Determination],
) -> facts.Dossier:
    return facts.Dossier(
        agency=law.agency,
        case=own.case,
        acts=own.acts,
        steps=own.steps,
        documents=own.documents,
        recordings=filmed.recordings,
        marks=_own_marks(own, filmed),
        interruptions=own.interruptions,
        reports=own.reports,
        devices=equipment.devices,
        checks=equipment.checks,
        faults=equipment.faults,
        situations=own.situations,
        approvals=own.approvals,
        officers=own.officers,
        determinations=tuple(decided),
    )


def _own_marks(own: CaseFacts, filmed: RecordingFacts) -> tuple[facts.Mark, ...]:
    """What was marked for a step of the case or for none: a film of two cases has marks for steps of the other too."""
    steps = {step.id for step in own.steps}
    return tuple(mark for mark in filmed.marks if mark.step is None or mark.step in steps)


_DETERMINATIONS = Prepared(
    lambda keys: Determination.objects.filter(case__in=keys).order_by("at", "pk"),
    *("case_id", "pk", "duty", "subject", "outcome", "reason", "by__certificate", "by__name", "at"),
)


def _determinations(keys: Collection[int]) -> defaultdict[int, list[facts.Determination]]:
    found = defaultdict[int, list[facts.Determination]](list)
    for row in _DETERMINATIONS.rows(keys):
        decided = facts.Determination(
            id=f"determination:{row.pk}",
            duty=row.duty,
            subject=row.subject,
            outcome=row.outcome,
            reason=row.reason,
            by=row.by__certificate or row.by__name,
            at=row.at,
        )
        found[row.case_id].append(decided)
    return found
