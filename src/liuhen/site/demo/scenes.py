"""The scenes that the demonstration cases are put together from, each as it should be; stories say what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from liuhen.site.demo.script import Paper, Scene, Take

OFFICERS = ("officer_names", "certificate_numbers", "certificate_shown")
TOLD = ("rights_told", "party_statement")


def spoken(*contents: str, first: int = 8) -> tuple[tuple[int, str, str], ...]:
    """Marks of a take that is done properly: notice, explanation, then each key content twelve seconds on."""
    told = ((first - 4, "spoken_notice", ""), (first, "spoken_explanation", ""))
    return told + tuple((first + 12 * (i + 1), "key_content", code) for i, code in enumerate(contents))


def filing(day: int = 0, clock: str = "15:00") -> Scene:
    """The case is filed 立案."""
    return Scene(
        kind="filing",
        stage="initiation",
        day=day,
        clock=clock,
        length=10,
        place="一大队办公室",
        matters=("case_source", "filing"),
        papers=(Paper(kind="filing_form", matters=("case_source", "filing")),),
        background="office",
    )


def inspection(*, day: int = 0, clock: str = "09:30", minutes: float = 4) -> Scene:
    """A vehicle is stopped and inspected 现场检查."""
    contents = (
        "site_environment",
        "persons",
        "involved_items",
        "violation_facts",
        "identity_shown",
        "documents_served",
    )
    return Scene(
        kind="on_site_inspection",
        stage="investigation",
        day=day,
        clock=clock,
        length=minutes,
        matters=("on_site_inspection", "violation_found", "certificate_shown", "inspection_reason"),
        papers=(Paper(kind="on_site_record", matters=(*OFFICERS, "on_site_inspection", "inspection_reason")),),
        takes=(Take(by="officer", start=-0.5, length=minutes + 1, marks=spoken(*contents), evidence=True),),
    )


def inquiry(*, day: int = 0, clock: str = "10:20", minutes: float = 3) -> Scene:
    """The driver is questioned 询问 in the enforcement premises."""
    contents = ("site_environment", "persons", "inquiry", "violation_facts", "documents_served")
    return Scene(
        kind="inquiry",
        stage="investigation",
        day=day,
        clock=clock,
        length=minutes,
        place="一大队询问室",
        features=("premises",),
        matters=("inquiry", "certificate_shown", "rights_told"),
        papers=(Paper(kind="inquiry_record", matters=(*OFFICERS, "inquiry", *TOLD, "record_checked", "pages_signed")),),
        takes=(Take(by="handler", start=-0.3, length=minutes + 0.6, marks=spoken(*contents)),),
        background="office",
    )


def seizure(*, day: int = 0, clock: str = "11:00", minutes: float = 6) -> Scene:
    """The vehicle is seized 扣押: recorded without a break from arrival to leaving."""
    contents = (
        "site_environment", "persons", "involved_items", "measures_taken", "documents_served", "measure_time_place",
        "identity_shown", "party_identity", "decision_read", "statement_heard", "documents_signed", "violation_facts",
    )  # fmt: skip
    measure = ("coercive_measure", "party_summoned")
    seized = (*OFFICERS, *measure, *TOLD, "signed_or_noted")
    return Scene(
        kind="seizure",
        stage="investigation",
        day=day,
        clock=clock,
        length=minutes,
        features=("major_property",),
        taken=("重型半挂牵引车",),
        matters=("certificate_shown", "measures_taken", "party_present", "documents_signed", *measure),
        before=(Paper(kind="measure_approval"), Paper(kind="measure_decision", matters=("coercive_measure", *TOLD))),
        papers=(Paper(kind="measure_on_site_record", matters=seized),),
        takes=(Take(by="officer", start=-0.5, length=minutes + 1, marks=spoken(*contents), evidence=True),),
        background="yard",
    )


def reporting(day: int) -> Scene:
    """The handler reports what was found, with an opinion 调查终结."""
    opinion = ("handler_opinion", "facts", "evidence", "legal_basis", "discretion_rule")
    return _desk("handler_opinion", day, "09:00", Paper(kind="investigation_report", matters=opinion))


def review(day: int) -> tuple[Scene, ...]:
    """Review by the unit, legal review, approval and decision 审查决定."""
    stated = ("approval_opinion", "party_details", "performance_terms", "remedies_told", "sealed_and_dated")
    reviewed = Paper(kind="legal_review_opinion", matters=("legal_review",))
    decided = (
        Paper(kind="penalty_approval", matters=("approval_opinion",)),
        Paper(kind="penalty_decision", matters=stated),
        Paper(kind="correction_order", matters=("correction_ordered",)),
    )
    return (
        _desk("unit_review", day, "10:30", Paper(kind="penalty_approval", matters=("unit_review",))),
        _desk("legal_review", day, "14:30", reviewed, by="reviewer"),
        _desk("decision_approval", day + 1, "09:30", *decided),
    )


def notice(day: int, clock: str = "10:00") -> Scene:
    """The party is told of the violation 违法行为告知, in the office, with the camera on."""
    contents = (
        "site_environment",
        "persons",
        "party_identity",
        "violation_told",
        "statement_heard",
        "documents_signed",
    )
    return Scene(
        kind="violation_notice",
        stage="investigation",
        day=day,
        clock=clock,
        length=2,
        place="一大队办案区",
        matters=("violation_told", "rights_told", "party_statement", "identity_checked", "documents_signed"),
        papers=(
            Paper(kind="violation_notice", matters=(*OFFICERS, "rights_told")),
            Paper(kind="statement_record", matters=("party_statement", *OFFICERS)),
            Paper(kind="proof_of_service", matters=("service",)),
        ),
        takes=(
            Take(by="handler", start=-0.3, length=2.6, marks=spoken(*contents, "documents_served", "violation_facts")),
        ),
        background="office",
    )


def service(day: int, clock: str = "15:20") -> Scene:
    """The decision is served 送达."""
    contents = (
        "party_identity", "violation_told", "statement_heard", "documents_signed", "documents_served",
        "site_environment", "persons",
    )  # fmt: skip
    return Scene(
        kind="service",
        stage="execution",
        day=day,
        clock=clock,
        length=2,
        place="一大队办案区",
        matters=("service", "identity_checked", "documents_signed", "documents_made"),
        papers=(Paper(kind="proof_of_service", matters=("service",)),),
        takes=(Take(by="officer", start=-0.3, length=2.6, marks=spoken(*contents)),),
        background="office",
    )


def ending(day: int) -> tuple[Scene, ...]:
    """The fine is paid, the case closed and archived 结案归档."""
    return (
        _desk("performance", day, "10:00", Paper(kind="payment_receipt", matters=("performance",)), stage="execution"),
        _desk("closing", day + 1, "09:30", Paper(kind="closing_report", matters=("closing",)), stage="archiving"),
        _desk("archiving", day + 2, "11:00", Paper(kind="file_catalogue", matters=("archiving",)), stage="archiving"),
    )


def late(scene: Scene, hours: float) -> Scene:
    """The same scene, its recordings brought in so many hours after their end."""
    takes = tuple(replace(take, stored_after=timedelta(hours=hours)) for take in scene.takes)
    return replace(scene, takes=takes)


def _desk(kind: str, day: int, clock: str, *papers: Paper, stage: str = "decision", by: str = "handler") -> Scene:
    return Scene(
        kind=kind,
        stage=stage,
        day=day,
        clock=clock,
        length=20,
        place="局机关",
        people=(by,),
        matters=tuple(dict.fromkeys(matter for paper in papers for matter in paper.matters)),
        papers=papers,
        checked=False,
        background="office",
    )
