"""Builds the demonstration agency in a fresh instance, and says who may sign in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress

from liuhen.adapters.clock import FixedClock
from liuhen.apps.access.actions import ask_to_view
from liuhen.apps.duties.actions import NewDetermination, determine
from liuhen.apps.duties.queries import obligations_of
from liuhen.apps.duties.sweep import judge_due
from liuhen.apps.journal.actions import publish, unheard
from liuhen.apps.lawlib.drafts import save_file, start_draft, submit
from liuhen.apps.people.queries import agency_named, person_by_username
from liuhen.core.terms.labels import State
from liuhen.ports.outside import install, outside
from liuhen.site.demo.bringing_in import shot_of
from liuhen.site.demo.cast import AGENCY, PASSWORD, PEOPLE, PROCEDURE, TEXTS, engage
from liuhen.site.demo.direction import stage
from liuhen.site.demo.footage import Shot, film
from liuhen.site.demo.loose import bring_loose, loose_shots
from liuhen.site.demo.stories import stories
from liuhen.site.demo.theatre import Production, Theatre
from liuhen.site.demo.writing import write_documents

PROLOGUE = timedelta(days=90)


def build_demo() -> None:
    """Engage the troupe, film all takes on every core, and play all stories."""
    real = outside()
    clock = FixedClock(real.clock.now() - PROLOGUE)
    install(replace(real, clock=clock))
    try:
        with TemporaryDirectory(prefix="liuhen-footage-") as footage, Progress(console=Console(stderr=True)) as bar:
            theatre = Theatre(engage((*TEXTS, *PROCEDURE)), clock, real.clock.now(), Path(footage))
            productions = [stage(theatre, story) for story in stories()]
            bring_loose(theatre)
            _film(theatre, productions, bar)
            _play(theatre, bar)
    finally:
        install(real)
    judge_due(outside().clock.now())
    _settle(productions)
    _ask(theatre, productions)
    _write(productions)
    _draft()
    publish()


def _film(theatre: Theatre, productions: list[Production], bar: Progress) -> None:
    """Make the footage of every take that has begun by now; each in a process of its own, since encoding takes time."""
    staged = [shot for production in productions for shot in _shots(production)]
    shots = [shot for shot in (*staged, *loose_shots(theatre)) if shot.start < theatre.now]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as crew:
        for _ in bar.track(
            crew.map(partial(film, folder=theatre.footage), shots), total=len(shots), description="拍摄演示录像"
        ):
            pass


def _shots(production: Production) -> Iterator[Shot]:
    for scene in production.story.scenes:
        for take in scene.takes:
            yield shot_of(production, scene, take)


def _play(theatre: Theatre, bar: Progress) -> None:
    task = bar.add_task("登记演示案件", total=None)
    with unheard():
        theatre.play(lambda played, total: bar.update(task, completed=played, total=total))


def _settle(productions: list[Production]) -> None:
    """The reviewer determines what the texts leave to a person, in the stories that are told as finished."""
    reviewer = person_by_username("reviewer")
    if reviewer is None:
        raise RuntimeError("the reviewer of the demonstration is missing")
    for production in productions:
        if production.story.settled:
            for owed in obligations_of(production.opened).filter(state=State.NEEDS_PERSON.value):
                new = NewDetermination(
                    duty=f"{owed.text}/{owed.duty}",
                    subject=owed.subject_id,
                    outcome="not_applicable",
                    reason="已查阅全部文书和录像，没有其他需要记录的情形。",
                )
                determine(reviewer, production.opened, new)


def _ask(theatre: Theatre, productions: list[Production]) -> None:
    """An officer who has no part in the disputed case asks to see its recordings, and waits for the head."""
    disputed = next(production for production in productions if production.story.situations)
    ask_to_view(theatre.person("partner"), disputed.opened, "核对称重过程，准备答复当事人异议", "负责人交办")


def _write(productions: list[Production]) -> None:
    for production in productions:
        if production.story.written:
            write_documents(production)


def _draft() -> None:
    """The reviewer has sent the next version of a text for approval, and waits for the head."""
    reviewer = person_by_username("reviewer")
    if reviewer is None:
        raise RuntimeError("the reviewer of the demonstration is missing")
    draft = start_draft(reviewer, TEXTS[-1])
    answers = f"# 演示：法制科逐条复核，义务没有改动。\n{draft.files['coverage.yaml']}"
    draft = save_file(reviewer, draft, "coverage.yaml", answers, draft.revision)
    submit(reviewer, draft, draft.revision)


def is_demo() -> bool:
    """Whether this instance holds the demonstration agency."""
    return agency_named(AGENCY) is not None


def sign_ins() -> Iterator[str]:
    """One line per role: who may sign in, and with what."""
    yield f"登录（口令均为 {PASSWORD}）："
    for username, (name, unit, _, roles) in PEOPLE.items():
        labels = "、".join(role.label for role in roles)
        yield f"  {username:12}{labels}（{name}，{unit}）"
    yield "  superior    上级机关（顾远，法制处）"
