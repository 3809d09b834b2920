"""Lists the subjects of a docket, kind by kind, in the order the dossier has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from liuhen.core.duties.arisen import arisen
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.facets import SEES_ALL
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Recording, Step
from liuhen.core.terms.labels import SubjectKind

_K = SubjectKind


class Subjects:
    """The scopes of a docket, made when first asked for."""

    def __init__(self, docket: Docket, vocabulary: Vocabulary) -> None:
        """Use the vocabulary for what people call things."""
        self.docket = docket
        self.words = vocabulary
        self._made: dict[SubjectKind, tuple[Scope, ...]] = {}

    def of(self, kind: SubjectKind) -> tuple[Scope, ...]:
        """All subjects of one kind."""
        if kind not in self._made:
            self._made[kind] = tuple(_LISTS[kind](self))
        return self._made[kind]

    def affected(self, effects: Mapping[str, AbstractSet[str]]) -> Subjects:
        """The same subjects with the tags of effects in force, by what these are about (`WHOLE`: the case)."""
        return _Affected(self, effects)


class _Affected(Subjects):
    """Subjects as a text sees them by which effects came to pass."""

    def __init__(self, plain: Subjects, effects: Mapping[str, AbstractSet[str]]) -> None:
        super().__init__(plain.docket, plain.words)
        self._plain = plain
        self._effects = effects
        self._all = frozenset().union(*effects.values())

    def of(self, kind: SubjectKind) -> tuple[Scope, ...]:
        """All subjects of one kind, with what has come to pass for them, their steps or the case."""
        if kind not in self._made:
            self._made[kind] = tuple(self._touched(scope) for scope in self._plain.of(kind))
        return self._made[kind]

    def _touched(self, scope: Scope) -> Scope:
        if scope.kind in SEES_ALL:
            return scope.seeing(self._all)
        tags = {tag for id in scope.concerns for tag in self._effects.get(id, ())}
        return scope.seeing(tags) if tags else scope


def _agency(subjects: Subjects) -> Iterator[Scope]:
    """The agency itself, judged where the dossier speaks of it: it has no case, or it lists registers."""
    docket = subjects.docket
    agency = docket.dossier.agency
    if docket.dossier.case is None or docket.dossier.registers:
        yield Scope(docket, _K.AGENCY, agency, id=agency.id, label=agency.name, moment=docket.now)


def _case(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    case = docket.dossier.case
    if case:
        began = min(_beginnings(subjects) or case.milestones.values(), default=docket.now)
        yield Scope(docket, _K.CASE, case, id=case.number, label=case.number, moment=min(began, docket.now))


def _beginnings(subjects: Subjects) -> list[datetime]:
    """What a case can have begun with: a decision dated ten years early does not free it of the law."""
    case = subjects.docket.dossier.case
    reached = case.milestones.items() if case else ()
    begun = [at for code, at in reached if subjects.words.begins(code)]
    return [*begun, *(step.start for step in subjects.docket.steps)]


def _steps(subjects: Subjects) -> Iterator[Scope]:
    return _occasions(subjects, _K.STEP, subjects.docket.steps)


def _patrols(subjects: Subjects) -> Iterator[Scope]:
    return _occasions(subjects, _K.PATROL, subjects.docket.patrols)


def _meetings(subjects: Subjects) -> Iterator[Scope]:
    return _occasions(subjects, _K.MEETING, subjects.docket.meetings)


def _occasions(subjects: Subjects, kind: SubjectKind, steps: tuple[Step, ...]) -> Iterator[Scope]:
    for step in steps:
        label = (_named, subjects.words, "steps", step.kind, step.start)
        yield Scope(subjects.docket, kind, step, id=step.id, label=label, moment=step.start)


def _recordings(subjects: Subjects) -> Iterator[Scope]:
    for recording in subjects.docket.originals:
        label = (_filmed, recording)
        yield Scope(subjects.docket, _K.RECORDING, recording, id=recording.id, label=label, moment=recording.start)


def _documents(subjects: Subjects) -> Iterator[Scope]:
    for document in (one for one in subjects.docket.documents if not one.entry):
        label = subjects.words.label("documents", document.kind)
        yield Scope(subjects.docket, _K.DOCUMENT, document, id=document.id, label=label, moment=document.made_at)


def _devices(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for device in docket.dossier.devices:
        label = f"{subjects.words.label('devices', device.kind)} {device.id}"
        yield Scope(docket, _K.DEVICE, device, id=device.id, label=label, moment=docket.now)


def _interruptions(subjects: Subjects) -> Iterator[Scope]:
    for break_ in subjects.docket.interruptions:
        label = f"中止记录（{moment(break_.start)}）"
        yield Scope(subjects.docket, _K.INTERRUPTION, break_, id=break_.id, label=label, moment=break_.start)


def _requests(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for request in docket.dossier.retrievals:
        if request.asked_at <= docket.now:
            label = f"{subjects.words.label('bodies', request.by)}调取（{moment(request.asked_at)}）"
            yield Scope(docket, _K.REQUEST, request, id=request.id, label=label, moment=request.asked_at)


def _faults(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for fault in docket.dossier.faults:
        if fault.found_at <= docket.now:
            label = f"{fault.device} 故障（{moment(fault.found_at)}）"
            yield Scope(docket, _K.FAULT, fault, id=fault.id, label=label, moment=fault.found_at)


def _disclosures(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for disclosure in docket.dossier.disclosures:
        if disclosure.at <= docket.now:
            label = f"{subjects.words.label('disclosures', disclosure.kind)}（{moment(disclosure.at)}）"
            yield Scope(docket, _K.DISCLOSURE, disclosure, id=disclosure.id, label=label, moment=disclosure.at)


def _situations(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for situation in (s for s in arisen(docket.dossier) if s.since <= docket.now):
        label = f"{subjects.words.label('situations', situation.kind)}（{moment(situation.since)}）"
        yield Scope(docket, _K.SITUATION, situation, id=situation.id, label=label, moment=situation.since)


def _officers(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for officer in docket.dossier.officers:
        label = f"{officer.name or _K.OFFICER.label}（{officer.id}）"
        yield Scope(docket, _K.OFFICER, officer, id=officer.id, label=label, moment=docket.now)


def _publications(subjects: Subjects) -> Iterator[Scope]:
    docket = subjects.docket
    for publication in (p for p in docket.dossier.publications if p.at <= docket.now):
        label = f"{subjects.words.label('publications', publication.kind)}（{moment(publication.at)}）"
        yield Scope(docket, _K.PUBLICATION, publication, id=publication.id, label=label, moment=publication.at)


def _named(words: Vocabulary, name: str, code: str, at: datetime) -> str:
    return f"{words.label(name, code)}（{moment(at)}）"


def _filmed(recording: Recording) -> str:
    return f"{recording.medium.label}（{moment(recording.start)}）"


_LISTS: dict[SubjectKind, Callable[[Subjects], Iterator[Scope]]] = {
    _K.AGENCY: _agency,
    _K.CASE: _case,
    _K.STEP: _steps,
    _K.PATROL: _patrols,
    _K.MEETING: _meetings,
    _K.RECORDING: _recordings,
    _K.DOCUMENT: _documents,
    _K.DEVICE: _devices,
    _K.INTERRUPTION: _interruptions,
    _K.REQUEST: _requests,
    _K.FAULT: _faults,
    _K.DISCLOSURE: _disclosures,
    _K.SITUATION: _situations,
    _K.OFFICER: _officers,
    _K.PUBLICATION: _publications,
}
