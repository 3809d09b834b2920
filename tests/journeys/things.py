"""One of everything an address can speak of, in a test's database: the cast, and a case with all that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from liuhen.apps.access.actions import ask_to_view
from liuhen.apps.cases import actions as cases
from liuhen.apps.cases.inputs import File, NewCase, NewDocument, NewSituation, NewStep, Taking, Times
from liuhen.apps.cases.models import Case, Step
from liuhen.apps.devices import actions as devices
from liuhen.apps.devices.models import Device
from liuhen.apps.docking.actions import note_waiting
from liuhen.apps.docking.knowing import Known
from liuhen.apps.docking.reading_out import read_out
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.feeds import make_feed
from liuhen.apps.duties.models import Obligation
from liuhen.apps.findings.models import Analysis
from liuhen.apps.goods.actions import Taking as BringingIn
from liuhen.apps.goods.actions import Words, enter_items
from liuhen.apps.importing.actions import open_run
from liuhen.apps.importing.forms import EXAMPLE as MAPPING
from liuhen.apps.importing.handing import NewBatch, open_batch
from liuhen.apps.importing.inputs import Offered
from liuhen.apps.importing.models import RunState
from liuhen.apps.lawlib.actions import attach_wording, bind_text
from liuhen.apps.lawlib.drafts import start_draft
from liuhen.apps.parties.actions import NewParty, add_party
from liuhen.apps.recordings import actions as recordings
from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.apps.recordings.models import Intake, Recording, Rejected
from liuhen.apps.review import clips
from liuhen.core.terms.labels import MarkKind, PartyKind
from liuhen.ports.outside import outside
from liuhen.site.demo.footage import Shot, film
from liuhen.site.testing import Cast, make_cast
from tests.journeys.written import documents

TEXT = "gd-transport-2019"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
BEGAN = NOW - timedelta(hours=2)


@dataclass(frozen=True)
class Things:
    """The cast, and the key of one thing of every kind."""

    cast: Cast
    keys: dict[str, int]
    owed: Obligation


def one_of_everything(card: Path) -> Things:
    """Register the cast and walk a case far enough that everything exists once."""
    cast = make_cast()
    bind_text(None, cast.agency, TEXT)
    camera = devices.register_device(None, cast.agency, devices.NewDevice(number="GD-1", holder=cast.officer))
    case, step = _case(cast)
    intake, recording = _film(cast, camera, card)
    keys = {"case": case.pk, "step": step.pk, "device": camera.pk, "intake": intake.pk, "recording": recording.pk}
    keys |= _papers(cast, case, step) | _marks(cast, recording, step) | _faults(cast, camera)
    keys["rejected"] = Rejected.objects.get().pk
    keys["analysis"] = Analysis.objects.filter(sha256=recording.sha256)[0].pk
    keys["clip"] = clips.cut(
        cast.officer, recording, clips.NewClip(from_ms=0, to_ms=500, label="片段", purpose="评查")
    ).pk
    keys |= _law(cast) | _dock(cast, camera, card)
    keys["request"] = ask_to_view(cast.co_officer, case, "评查").pk
    keys |= documents(cast, case, step)
    keys["feed"] = make_feed(cast.handler)[0].pk
    judge(case, NOW)
    owed = Obligation.objects.filter(case=case, subject_kind="step").first()
    assert owed is not None, "a case with an inspection owes something"
    keys |= _asked(cast, case)
    keys["party"] = add_party(
        cast.handler, case, NewParty(kind=PartyKind.ORGANISATION, role="party", name="某运输公司")
    ).pk
    keys["item"] = _goods(cast, case)
    keys["run"] = _table(cast)
    keys["batch"] = open_batch(cast.custodian, NewBatch(name="{case}_{date}_{kind}")).pk
    return Things(cast, keys, owed)


def _table(cast: Cast) -> int:
    """A table of another system that was handed in and tried."""
    table = Offered(source=["案号\n1号\n".encode()], name="案件.csv", system="旧系统", mapping_text=MAPPING)
    return open_run(cast.custodian, table, RunState.CHECKED).pk


def _goods(cast: Cast, case: Case) -> int:
    """A thing brought in without any measure, not handed over yet."""
    words = Words(name="道路运输证", quantity=Decimal(1), unit="本", condition="完好", owner="某运输公司")
    (item,) = enter_items(cast.handler, case, BringingIn(measure="other", at=BEGAN, place="执法车内"), [words])
    return item.pk


def _dock(cast: Cast, camera: Device, card: Path) -> dict[str, int]:
    """The card, read out and compared; and another that nobody is known for."""
    volume = outside().cards.volume_at(card)
    known = Known(device=camera, officer=cast.officer, by="operator")
    visit = read_out(volume, outside().cards.listing(volume), known, lambda line: None)
    return {
        "card_visit": visit.pk,
        "waiting_card": note_waiting(replace(volume, mark="another"), 1, "认不出", cast.agency).pk,
    }


def _law(cast: Cast) -> dict[str, int]:
    """The official wording of a text, in one article; and the draft of a new text."""
    wording = attach_wording(cast.reviewer, TEXT, "办法.txt", "某办法\n第一条　为了规范执法记录，制定本办法。".encode())
    return {"wording": wording.pk, "draft": start_draft(cast.reviewer, "nanling-2026", "南岭市行政执法记录办法").pk}


def _case(cast: Cast) -> tuple[Case, Step]:
    new = NewCase(number="粤交罚〔2026〕1号", cause="超限运输", party="某运输公司", acts=("inspection", "penalty"))
    case = cases.open_case(cast.handler, new)
    people = (Taking(person=cast.officer), Taking(person=cast.handler))
    times = Times(start=BEGAN, end=BEGAN + timedelta(minutes=1))
    step = NewStep(kind="on_site_inspection", stage="investigation", times=times, people=people)
    return case, cases.add_step(cast.handler, case, step)


def _papers(cast: Cast, case: Case, step: Step) -> dict[str, int]:
    file = File(source=iter([b"%PDF-1.4 one page"]), name="a.pdf")
    new = NewDocument(kind="on_site_record", made_at=BEGAN, step=step.pk, file=file)
    document = cases.register_document(cast.handler, case, new)
    interruption = cases.report_interruption(cast.officer, step, BEGAN, "battery")
    situation = cases.register_situation(cast.handler, case, NewSituation(kind="testing", since=BEGAN))
    milestone = cases.set_milestone(cast.handler, case, "source_known", BEGAN)
    registered = {"document": document, "interruption": interruption, "situation": situation, "milestone": milestone}
    return {name: row.pk for name, row in registered.items()}


def _asked(cast: Cast, case: Case) -> dict[str, int]:
    """A request for approval and one for an exception, which takes a procedure that bars something."""
    approval = cases.ask_approval(cast.handler, case, cases.NewApproval(kind="closing", note="请批准"))
    bind_text(None, cast.agency, "cn-transport-procedure-2021")
    new = cases.NewExemption(event="milestone:decided", reason="紧迫", basis="行政处罚法第四十九条")
    return {"approval": approval.pk, "exemption": cases.ask_exemption(cast.handler, case, new).pk}


def _film(cast: Cast, camera: Device, card: Path) -> tuple[Intake, Recording]:
    shot = Shot(device="GD-1", officer="440101001", start=BEGAN, length=timedelta(seconds=3))
    note = card / "a.txt"
    note.write_text("不是音像记录", encoding="utf-8")
    intake = open_intake(Batch(officer=cast.officer, device=camera, by=cast.officer, clock_offset=timedelta(0)))
    files = (film(shot, card), note)
    stored, refused = intake_files(intake, [Incoming(path, path.name) for path in files])
    assert stored.recording and not refused.recording
    return intake, Recording.objects.get(pk=stored.recording)


def _marks(cast: Cast, recording: Recording, step: Step) -> dict[str, int]:
    link = recordings.link(cast.officer, recording, step, ["手工"])
    new = recordings.NewMark(kind=MarkKind.KEY_CONTENT, offset_ms=500, content="site_environment", step=step.pk)
    return {"link": link.pk, "mark": recordings.make_mark(cast.officer, recording, new).pk}


def _faults(cast: Cast, camera: Device) -> dict[str, int]:
    return {
        "fault": devices.note_fault(cast.officer, camera, devices.NewFault(description="无法开机", found_at=BEGAN)).pk
    }
