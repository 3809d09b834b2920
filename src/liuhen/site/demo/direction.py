"""How a story becomes events: the case is opened, steps and papers are registered, footage is filmed and brought in."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from liuhen.apps.cases.actions import (
    add_step,
    archive,
    ask_approval,
    decide_approval,
    make_report,
    open_case,
    register_situation,
    report_interruption,
    set_milestone,
)
from liuhen.apps.cases.inputs import (
    Decision,
    NewApproval,
    NewCase,
    NewDocument,
    NewReport,
    NewSituation,
    NewStep,
    Taking,
    Times,
)
from liuhen.apps.cases.models import Approval, Step
from liuhen.apps.devices.actions import NewCheck, check_device
from liuhen.apps.people.models import Person
from liuhen.site.demo.bringing_in import bring_in
from liuhen.site.demo.goods import take_goods
from liuhen.site.demo.numbers import kind_of, number_of
from liuhen.site.demo.papers import put_in_writing
from liuhen.site.demo.script import Break, Paper, Scene, Story
from liuhen.site.demo.theatre import Production, Theatre

CHECK_ITEMS = ("battery", "storage", "clock")
AFTER_SCENE = timedelta(minutes=6)
BEFORE_SCENE = timedelta(minutes=4)
ANSWERED_AFTER = timedelta(minutes=5)
DECIDED_BY = {"legal_review": "reviewer"}
"""Who of the troupe decides an approval; all others are the head's."""


def stage(theatre: Theatre, story: Story) -> Production:
    """Set all events of a story."""
    production = Production(theatre, story)
    first = story.scenes[0]
    theatre.at(production.ends(first) + timedelta(minutes=3), lambda: _open(production))
    for scene in story.scenes:
        _stage_scene(production, scene)
    for kind, day, clock in story.approvals:
        theatre.at(production.moment(day, clock), partial(_ask, production, kind))
    for kind, day, clock in story.milestones:
        _stage_milestone(production, kind, day, clock)
    for kind, day, clock, note in story.situations:
        moment = production.moment(day, clock)
        new = NewSituation(kind=kind, since=moment, note=note)
        theatre.at(moment, partial(_register_situation, production, new))
    return production


def _handler(production: Production) -> Person:
    return production.theatre.person("handler")


def _register_situation(production: Production, new: NewSituation) -> None:
    register_situation(_handler(production), production.opened, new)


def _open(production: Production) -> None:
    story = production.story
    production.case = open_case(
        _handler(production),
        NewCase(
            number=production.number,
            cause=story.cause,
            party=story.party,
            party_kind=kind_of(story.party).value,
            party_number=number_of(story.party, story.serial),
            plate=story.plate,
            procedure=story.procedure,
            acts=story.acts,
            handlers=(production.theatre.person("officer"),),
        ),
    )


def _ask(production: Production, kind: str) -> None:
    theatre = production.theatre
    asked = ask_approval(_handler(production), production.opened, NewApproval(kind=kind))
    theatre.at(theatre.clock.now() + ANSWERED_AFTER, partial(_answer, production, asked.pk))


def _answer(production: Production, key: int) -> None:
    asked = Approval.objects.select_related("case__agency").get(pk=key)
    person = production.theatre.person(DECIDED_BY.get(asked.kind, "head"))
    decide_approval(person, asked, Decision(outcome="approved", words="同意。"))


def _stage_milestone(production: Production, kind: str, day: int, clock: str) -> None:
    moment = production.moment(day, clock)
    production.theatre.at(moment, lambda: set_milestone(_handler(production), production.opened, kind, moment))


def _stage_scene(production: Production, scene: Scene) -> None:
    theatre, begins = production.theatre, production.begins(scene)
    if scene.checked:
        for key in sorted({take.by for take in scene.takes}):
            theatre.at(begins - timedelta(minutes=12), partial(_check, theatre, key))
    if scene.before:
        theatre.at(begins - BEFORE_SCENE, partial(_prepare, production, scene))
    # The first scene's case is opened just after it; everything is written down once that has happened.
    theatre.at(max(production.ends(scene), begins) + AFTER_SCENE, lambda: _write_down(production, scene))


def _check(theatre: Theatre, key: str) -> None:
    check = NewCheck(at=theatre.clock.now(), items=CHECK_ITEMS)
    check_device(theatre.person(key), theatre.troupe.cameras[key], check)


def _prepare(production: Production, scene: Scene) -> None:
    for paper in scene.before:
        put_in_writing(
            production, NewDocument(kind=paper.kind, made_at=production.theatre.clock.now(), matters=paper.matters)
        )


def _write_down(production: Production, scene: Scene) -> None:
    step = _register_step(production, scene)
    for paper in scene.papers:
        _register_paper(production, scene, step, paper)
    if scene.taken:
        take_goods(production, scene, step)
    for pause in scene.breaks:
        _register_break(production, scene, step, pause)
    for take in scene.takes:
        bring_in(production, scene, step, take)
    if scene.kind == "archiving":
        archive(_handler(production), production.opened, production.theatre.clock.now())


def _register_step(production: Production, scene: Scene) -> Step:
    begins, ends = production.begins(scene), production.ends(scene)
    on_scene = bool(scene.takes)
    times = Times(start=begins, end=ends, arrival=begins if on_scene else None, departure=ends if on_scene else None)
    people = tuple(_taking(production, key) for key in scene.people)
    return add_step(
        _handler(production),
        production.opened,
        NewStep(
            kind=scene.kind,
            stage=scene.stage,
            times=times,
            act=_act_of(production, scene),
            place=scene.place,
            people=people,
            features=scene.features,
            circumstances=scene.circumstances,
            matters=scene.matters,
        ),
    )


def _taking(production: Production, key: str) -> Taking:
    """An officer, or a reviewer of law, who holds no certificate."""
    person = production.theatre.person(key)
    return Taking(person=person, role="reviewer", staff="general") if key == "reviewer" else Taking(person=person)


def _act_of(production: Production, scene: Scene) -> int | None:
    """The act a scene belongs to: coercion for a seizure, inspection on the road, penalty for the rest."""
    wanted = {"seizure": "coercion", "on_site_inspection": "inspection"}.get(scene.kind, "penalty")
    found = production.opened.acts.filter(kind=wanted).first()
    return found.pk if found else None


def _register_paper(production: Production, scene: Scene, step: Step, paper: Paper) -> None:
    made = production.ends(scene)
    new = NewDocument(kind=paper.kind, made_at=made, step=step.pk, matters=paper.matters)
    put_in_writing(production, new)


def _register_break(production: Production, scene: Scene, step: Step, pause: Break) -> None:
    begins = production.begins(scene)
    start = begins + timedelta(minutes=pause.start)
    end = None if pause.end is None else begins + timedelta(minutes=pause.end)
    officer = production.theatre.person("officer")
    found = report_interruption(officer, step, start, pause.cause, end=end)
    if pause.reported:
        report = NewReport(
            kind="oral_report",
            about=f"interruption:{found.pk}",
            at=start + timedelta(minutes=4),
            to=production.theatre.person("head"),
        )
        make_report(officer, production.opened, report)
    if pause.explained:
        text = "执法记录仪在扣押过程中发生故障，无法继续记录，已当场报告负责人，现将经过书面说明如下。"
        new = NewReport(
            kind="written_explanation", about=f"interruption:{found.pk}", at=production.ends(scene), text=text
        )
        make_report(officer, production.opened, new)
