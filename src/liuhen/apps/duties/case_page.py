"""The case beside its law: everything the case page shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.queries import may_archive, may_work
from liuhen.apps.duties.beside import parts_of
from liuhen.apps.duties.bundles import bundle, in_one_go
from liuhen.apps.duties.mends import Way, step_key
from liuhen.apps.duties.moments import Moment, in_order, moments_of
from liuhen.apps.duties.permits import may_determine
from liuhen.apps.duties.procedure_panel import panel_of
from liuhen.apps.duties.queries import by_text, judged_obligations
from liuhen.apps.duties.rows import LACKING
from liuhen.apps.duties.spans import Span, spans_of
from liuhen.apps.lawlib.queries import short_title, stage_ends
from liuhen.apps.people.roles import all_rights
from liuhen.apps.recordings.queries import recordings_of_steps
from liuhen.core.terms.labels import DutyKind, Stage, State

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.duties.models import Obligation
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

SHOWN: dict[str, tuple[str, frozenset[State]]] = {
    "lacking": ("欠缺", frozenset(LACKING)),
    "met": ("已履行", frozenset({State.MET, State.LATE, State.EXCUSED})),
    "advised": ("不强制", frozenset({State.ADVISED})),
    "all": ("全部", frozenset(State)),
}
"""The filters of the column of duties: word and states; the first is the default."""


@dataclass(frozen=True, slots=True)
class StageMark:
    """One stage of the stepper: `css` is done, here or empty."""

    stage: Stage
    at: datetime | None
    css: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step with its papers, its recordings, and how much of it they cover (spans in ms of `length`)."""

    step: Step
    documents: Sequence[Document]
    recordings: Sequence[Recording]
    spans: Sequence[Span]
    length: int
    lacking: int


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation as the column shows it: with its button, the step it lights up, the seconds that prove it."""

    row: Obligation
    way: Way | None
    light: str
    subjects: str
    moments: Sequence[Moment] = ()


@dataclass(frozen=True, slots=True)
class OwedText:
    """The obligations of one text, article by article."""

    text: str
    title: str
    owed: Sequence[Owed]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the column with how many obligations it shows."""

    code: str
    label: str
    count: int
    here: bool


def column_of(person: Person, case: Case, show: str) -> dict[str, Any]:
    """The column of duties: filters with their counts, what the chosen one shows, and the gates that are shut."""
    show = show if show in SHOWN else "lacking"
    rows, judged_at = judged_obligations(case)
    films = recordings_of_steps({step.pk for step in case.steps.all()})
    work, judge = may_work(person, case), may_determine(person, case)
    places = _places(case, films)
    shown = [row for row in rows if row.state in SHOWN[show][1]]
    moments = moments_of(shown)

    def owed(line: Sequence[Obligation]) -> Owed:
        found = _owed(line, films, places, work=work, judge=judge)
        return replace(found, moments=in_order(found.row.evidence, moments))

    grouped = by_text(shown).items()
    return {
        "case": case,
        "texts": [
            OwedText(text, short_title(text), [owed(line) for line in in_one_go(rows)]) for text, rows in grouped
        ],
        "gates": [owed([row]) for row in rows if row.kind == DutyKind.GATE and row.state == State.OPEN],
        "filters": _filters(rows, show),
        "show": show,
        "judged_at": judged_at,
        "rows": rows,
        "films": films,
    }


def _filters(rows: Sequence[Obligation], show: str) -> list[Filter]:
    return [
        Filter(code, label, sum(row.state in states for row in rows), code == show)
        for code, (label, states) in SHOWN.items()
    ]


def _owed(
    line: Sequence[Obligation], films: dict[int, list[Recording]], places: dict[str, int], *, work: bool, judge: bool
) -> Owed:
    one = bundle(line, films)
    row = one.lead
    allowed = judge if row.mend and row.mend["action"] == "determine" else work
    step = places.get(row.subject_id) or step_key(row)
    return Owed(
        row, one.way if allowed and row.state in LACKING else None, f"#step-{step}" if step else "", one.subjects
    )


def _places(case: Case, films: dict[int, list[Recording]]) -> dict[str, int]:
    """In which step each thing of the case is seen: thing's id → step's primary key."""
    places: dict[str, int] = {}
    for step in case.steps.all():
        places[f"step:{step.pk}"] = step.pk
        places |= {f"interruption:{found.pk}": step.pk for found in step.interruptions.all()}
        places |= {f"recording:{film.pk}": step.pk for film in films.get(step.pk, [])}
    places |= {f"document:{paper.pk}": paper.step_id for paper in case.documents.all() if paper.step_id}
    return places


def page_of(person: Person, case: Case, show: str) -> dict[str, Any]:
    """All the case page shows, of a case that was read whole."""
    column = column_of(person, case, show)
    cards = _cards(case, column["films"], column["rows"])
    milestones = {milestone.kind: milestone.at for milestone in case.milestones.all()}
    works = may_work(person, case)
    panel = panel_of(person, case, column["rows"], works=works and "archived" not in milestones)
    return {
        **column,
        "panel": panel,
        "gates": [gate for gate in column["gates"] if panel.presses(f"{gate.row.text}/{gate.row.duty}")],
        "lacking": column["filters"][0].count,
        "stages": _stages(case, milestones),
        "groups": _by_stage(cards),
        "loose_documents": [paper for paper in case.documents.all() if not paper.step_id],
        "reports": list(case.reports.all()),
        "situations": list(case.situations.all()),
        "milestones": list(case.milestones.all()),
        "may_work": works,
        "may_package": _may_package(person, case),
        "may_archive": may_archive(person, case) and "archived" not in milestones,
        "archived": milestones.get("archived"),
        "parts": parts_of(person, case),
    }


def _may_package(person: Person, case: Case) -> bool:
    """Whether to show the way to the evidence package, which the room of access makes; its pages check again."""
    rights = [right for right in all_rights() if right.code == "access.package"]
    return case.agency_id == person.unit.agency_id and any(person.may(right) for right in rights)


def _cards(case: Case, films: dict[int, list[Recording]], rows: Sequence[Obligation]) -> list[StepCard]:
    """The steps in their order; papers and what is lacking are told apart once for all of them."""
    lacking = Counter(step_key(row) for row in rows if row.state in LACKING)
    papers: defaultdict[int | None, list[Document]] = defaultdict(list)
    for paper in case.documents.all():
        papers[paper.step_id].append(paper)
    return [_card(step, papers[step.pk], films.get(step.pk, []), lacking[step.pk]) for step in case.steps.all()]


def _card(step: Step, papers: Sequence[Document], films: Sequence[Recording], lacking: int) -> StepCard:
    spans, length = spans_of(step, films)
    return StepCard(step, papers, films, spans, length, lacking)


def _by_stage(cards: Sequence[StepCard]) -> list[tuple[Stage, list[StepCard]]]:
    groups = [(stage, [card for card in cards if card.step.stage == stage]) for stage in Stage]
    return [(stage, members) for stage, members in groups if members]


def _stages(case: Case, milestones: dict[str, datetime]) -> list[StageMark]:
    """The stepper: a stage is done when its milestone is reached or a later one has begun."""
    order, ends = list(Stage), stage_ends()
    begun = {stage: min((s.start for s in case.steps.all() if s.stage == stage), default=None) for stage in order}
    latest = max((order.index(stage) for stage in order if begun[stage] or ends.get(stage) in milestones), default=0)
    marks = []
    for position, stage in enumerate(order):
        done = position < latest or ends.get(stage) in milestones
        at = milestones.get(ends.get(stage, "")) or begun[stage]
        marks.append(StageMark(stage, at, "done" if done else "here" if position == latest else ""))
    return marks
