"""A case with something of everything a case can have: what is corrected, withdrawn, ended and replaced too."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from liuhen.apps.archiving.actions import NewVolume, make_volume, set_fonds
from liuhen.apps.cases.actions import (
    Decision,
    NewApproval,
    ask_approval,
    correct_milestone,
    decide_approval,
    register_situation,
    set_milestone,
    withdraw,
)
from liuhen.apps.cases.inputs import NewReport, NewSituation
from liuhen.apps.cases.models import Document
from liuhen.apps.cases.papers import end_situation, make_report, report_interruption
from liuhen.apps.devices.actions import NewCheck, NewDevice, NewFault, check_device, note_fault, register_device
from liuhen.apps.devices.models import Device
from liuhen.apps.documents.models import Signature
from liuhen.apps.documents.tests.conftest import NINE, NOW, World, drawn
from liuhen.apps.documents.withdrawing import withdraw_signature
from liuhen.apps.goods.actions import Taking, Words, enter_items
from liuhen.apps.importing.models import Scan
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.parties.actions import NewParty, NewRecusal, add_party, ask_recusal
from liuhen.apps.people.actions import date_certificate
from liuhen.apps.people.models import Person
from liuhen.apps.people.roll import give_back, qualify, suspend
from liuhen.apps.recordings.actions import NewMark, make_mark, use_as_evidence
from liuhen.apps.recordings.attaching import link
from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.names import name_of
from liuhen.apps.recordings.tests import cards
from liuhen.apps.review.actions import dismiss
from liuhen.apps.review.candidates import Candidate
from liuhen.apps.review.notes import NewNote, make_note
from liuhen.core.terms.labels import MarkKind, NumberKind, PartyKind, RecusalWay
from liuhen.ports.outside import outside
from liuhen.site.testing import Cast, make_cast

TEXTS = ("gd-province-2018", "gd-transport-2019")
NUMBER = "粤交罚〔2026〕1号"
REFERENCE = re.compile(r"(?<![a-z_])[a-z_]+:[0-9]+")
SCANNED = b"a picture of a letter"


def fill(world: World, tmp_path: Path) -> None:
    """Let everything happen in the case, and end it with its volume."""
    for text in TEXTS:
        bind_text(None, world.cast.agency, text)
    enrol(world.cast.officer)
    paper = world.in_force(about=[f"step:{world.step.pk}"])
    people(world)
    procedure(world, paper)
    signatures(world)
    things = [Words(name="道具", quantity=Decimal(2), unit="件", condition="完好", owner="某运输公司")]
    enter_items(world.cast.handler, world.case, Taking(measure="other", at=NINE, place="库房"), things)
    film = record(world, tmp_path)
    review(world, film)
    scan(world, paper)
    set_milestone(world.cast.handler, world.case, "closed", NOW)
    set_fonds(world.cast.custodian, "J019")
    make_volume(world.cast.handler, world.case, NewVolume(template="penalty_parts"))


def enrol(officer: Person) -> None:
    """What is known of the officer: for how long the certificate counts, and that it was once taken in."""
    date_certificate(None, officer, since=date(2025, 1, 1), until=date(2027, 12, 31))
    qualify(None, officer, "enforcement_exam", since=date(2024, 6, 1))
    suspend(None, officer, NOW - timedelta(days=60), "培训")
    give_back(None, officer, NOW - timedelta(days=50))


def people(world: World) -> None:
    """A party with a number; an interpreter kept out, and somebody of ours of whom that was asked by mistake."""
    handler, case = world.cast.handler, world.case
    owner = NewParty(kind=PartyKind.PERSON, role="third_party", name="张三")
    add_party(handler, case, replace(owner, numbers={NumberKind.IDENTITY: "11010519491231002X"}))
    asked = NewRecusal(way=RecusalWay.ASKED, ground="own_interest", reason="同乡", asker="张三", asked_at=NOW)
    decided = ask_recusal(handler, case, replace(asked, name="赵译员")).approval
    mistaken = ask_recusal(handler, case, replace(asked, person=world.cast.co_officer)).approval
    assert decided and mistaken
    decide_approval(world.cast.head, decided, Decision(outcome="approved", words="已查明"))
    withdraw(handler, mistaken, "登记错了人")


def procedure(world: World, paper: Document) -> None:
    """A milestone corrected, a situation that ended, an interruption reported, requests decided and withdrawn."""
    handler, case, step = world.cast.handler, world.case, world.step
    filed = set_milestone(handler, case, "filed", NINE)
    correct_milestone(handler, filed, NINE + timedelta(minutes=1), "时分写错")
    gap = report_interruption(handler, step, NINE + timedelta(minutes=5), "device_fault")
    make_report(
        handler, case, NewReport(kind="written_explanation", about=f"interruption:{gap.pk}", at=NOW, text="说明")
    )
    dispute = register_situation(handler, case, NewSituation(kind="dispute", since=NINE, about=(f"step:{step.pk}",)))
    end_situation(handler, dispute, NOW)
    new = NewApproval(kind="seizure", about=(f"document:{paper.pk}",), note="请批准")
    decide_approval(world.cast.head, ask_approval(handler, case, new), Decision(outcome="approved"))
    withdraw(handler, ask_approval(handler, case, new), "重复")


def signatures(world: World) -> None:
    """A draft that is being signed, of which a signature was withdrawn."""
    draft = world.checked()
    withdraw_signature(world.cast.handler, _signed(world, draft.pk), "看不清")


def _signed(world: World, draft: int) -> Signature:
    from liuhen.apps.documents.actions import sign
    from liuhen.apps.documents.models import Draft

    return sign(world.cast.handler, Draft.objects.get(pk=draft), drawn(0, "吴某"))


def record(world: World, tmp_path: Path) -> Recording:
    """A film, linked and marked, of a camera that was looked at before and failed later."""
    officer = world.cast.officer
    camera = register_device(None, world.cast.agency, NewDevice(number="GD-1", holder=officer))
    check_device(officer, camera, NewCheck(at=NINE - timedelta(hours=1), items=("battery",)))
    note_fault(officer, camera, NewFault(found_at=NOW, description="按键失灵", reported_at=NOW))
    film = take_in(world, camera, cards.film(tmp_path / "a.mp4", NINE))
    link(officer, film, world.step)
    make_mark(officer, film, NewMark(kind=MarkKind.SPOKEN_NOTICE, offset_ms=500, step=world.step.pk))
    return film


def take_in(world: World, camera: Device, path: Path) -> Recording:
    """The recording that the file of a card became."""
    officer = world.cast.officer
    intake = open_intake(Batch(officer=officer, device=camera, by=officer, clock_offset=timedelta(0)))
    result = next(iter(intake_files(intake, [Incoming(path, name_of(path, path.parent))])))
    assert result.recording
    return Recording.objects.get(pk=result.recording)


def review(world: World, film: Recording) -> None:
    """A candidate that was none, and the explanation of the film as evidence, written twice."""
    proposed = Candidate(
        kind=MarkKind.SPOKEN_NOTICE, content="", at_ms=900, said="请出示", confidence=60, tool="listener/1"
    )
    dismiss(world.cast.officer, film, proposed)
    film = use_as_evidence(world.cast.handler, film)
    for object_proved in ("超限的事实", "未取得许可的事实"):
        words = {"collector": "林一鸣", "maker": "陈立", "proof_object": object_proved}
        make_note(
            world.cast.handler,
            film,
            NewNote(kind="evidence_note", case=world.case, step=world.step, content=words),
        )


def scan(world: World, paper: Document) -> None:
    """The picture that one of the documents was made of, whose bytes are kept beside the PDF."""
    vault = outside().vault
    kept = vault.commit(vault.stage([SCANNED]))
    Scan.objects.create(
        case=world.case, document=paper, path="1.jpg", sha256=kept.sha256, size=kept.size, by=world.cast.handler, at=NOW
    )


def make_second() -> Cast:
    """The agency of another instance: the same people and law, and a camera more, so that keys differ."""
    cast = make_cast()
    for text in TEXTS:
        bind_text(None, cast.agency, text)
    enrol(cast.officer)
    register_device(None, cast.agency, NewDevice(number="GD-0"))
    register_device(None, cast.agency, NewDevice(number="GD-1"))
    return cast


def nameless(data: Any) -> list[str]:
    """The obligations of a verdict as texts, the things they name called alike, whatever their keys are."""
    said = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in data["obligations"]]
    return sorted(REFERENCE.sub("thing", text) for text in said)
