"""Which rows make up a case, from all rooms, and how their columns are written so that another instance can read them.

A row is called by its table and its place among the rows of its table: keys of a database mean nothing elsewhere.
Foreign keys and texts that name a thing ("step:17") are written that way; people are called by certificate, devices by
number, units by name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from liuhen.apps.archiving import models as archiving
from liuhen.apps.cases import models as cases
from liuhen.apps.devices import models as devices
from liuhen.apps.documents import models as documents
from liuhen.apps.duties import models as duties
from liuhen.apps.goods import models as goods
from liuhen.apps.importing import models as importing
from liuhen.apps.parties import models as parties
from liuhen.apps.recordings import models as recordings
from liuhen.apps.review import models as review
from liuhen.site.carrying.rows import (
    Rows,
    companions,
    descriptions,
    films,
    in_dossier,
    marks,
    of_case,
    of_case_and_films,
    of_films,
    with_films,
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A table: how it is called in the file, its model, which of its rows belong to a case, and with what not to carry.

    `recorded`: it goes along only with the recordings. `left`: columns that mean nothing elsewhere and stay empty.
    `verbatim`: columns that were signed, whose texts are never changed. `keyed`: of columns that list things, which
    entry of each thing is the key of a row, and of which table. `same`: the columns by which a row is known that came
    with another case already, for tables whose rows belong to no case alone.
    """

    name: str
    model: type[Model]
    rows: Rows
    recorded: bool = False
    left: Collection[str] = ()
    verbatim: Collection[str] = ()
    keyed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    same: Collection[str] = ()


TABLES = (
    Carried("case", cases.Case, of_case(cases.Case, "pk")),
    Carried("handler", cases.Handler, of_case(cases.Handler)),
    Carried("milestone", cases.Milestone, of_case(cases.Milestone)),
    Carried("act", cases.Act, of_case(cases.Act)),
    Carried("step", cases.Step, of_case(cases.Step)),
    Carried("step_person", cases.StepPerson, of_case(cases.StepPerson, "step__case")),
    Carried("interruption", cases.Interruption, of_case(cases.Interruption, "step__case")),
    Carried("document", cases.Document, of_case(cases.Document)),
    Carried("report", cases.Report, of_case(cases.Report)),
    Carried("situation", cases.Situation, of_case(cases.Situation)),
    Carried("approval", cases.Approval, of_case(cases.Approval)),
    Carried("exemption", cases.Exemption, of_case(cases.Exemption)),
    Carried("party", parties.Party, of_case(parties.Party)),
    Carried("party_number", parties.PartyNumber, of_case(parties.PartyNumber, "party__case")),
    Carried("recusal", parties.Recusal, of_case(parties.Recusal)),
    Carried("description", goods.Description, descriptions),
    Carried("item", goods.Item, of_case(goods.Item)),
    Carried("movement", goods.Movement, of_case(goods.Movement, "item__case")),
    Carried("draft", documents.Draft, of_case(documents.Draft, "case"), verbatim=("content",)),
    Carried(
        "paper", documents.Paper, of_case(documents.Paper, "document__case"),
        left=("series", "serial"), verbatim=("content",),
    ),
    Carried("signature", documents.Signature, of_case(documents.Signature, "draft__case")),
    Carried(
        "signature_withdrawal", documents.SignatureWithdrawal,
        of_case(documents.SignatureWithdrawal, "signature__draft__case"),
    ),
    Carried("determination", duties.Determination, of_case(duties.Determination)),
    Carried("scan", importing.Scan, of_case(importing.Scan)),
    Carried(
        "volume", archiving.Volume, of_case(archiving.Volume, "case"),
        left=("shelf", "serial"), keyed={"catalogue": ("document", "document")},
    ),
    Carried(
        "check", devices.DeviceCheck, in_dossier(devices.DeviceCheck, "checks"),
        same=("device", "officer", "step", "at"),
    ),
    Carried(
        "fault", devices.DeviceFault, in_dossier(devices.DeviceFault, "faults"),
        same=("device", "reporter", "found_at"),
    ),
    Carried(
        "intake", recordings.Intake, of_films(recordings.Intake, "intake"),
        recorded=True, same=("agency", "device", "officer", "started_at"),
    ),
    Carried(
        "session", recordings.Session, of_films(recordings.Session, "session"),
        recorded=True, same=("agency", "device", "officer", "start", "end", "made_at"),
    ),
    Carried("recording", recordings.Recording, films, recorded=True, same=("agency", "sha256")),
    Carried("link", recordings.Link, of_case_and_films(recordings.Link, "step__case"), recorded=True),
    Carried(
        "mark", recordings.Mark, marks,
        recorded=True, same=("recording", "step", "kind", "offset_ms", "by", "made_at"),
    ),
    Carried(
        "companion", recordings.Companion, companions, recorded=True, same=("sidecar", "recording", "made_at")
    ),
    Carried(
        "time_statement", recordings.TimeStatement, with_films(recordings.TimeStatement),
        recorded=True, same=("recording", "by", "made_at"),
    ),
    Carried(
        "dismissal", review.Dismissal, with_films(review.Dismissal),
        recorded=True, same=("recording", "kind", "at_ms", "by", "made_at"),
    ),
    Carried(
        "evidence_note", review.EvidenceNote, of_case_and_films(review.EvidenceNote, "document__case"), recorded=True
    ),
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
NAME_OF = {table.model: table.name for table in TABLES}
DIGESTS = {
    "document": "sha256", "signature": "image_sha256", "scan": "sha256", "volume": "sha256", "recording": "sha256"
}  # fmt: skip
"""Which column of which table names bytes in the vault."""

NOT_CARRIED = {
    "people.Agency": "the case comes to the same agency",
    "people.Unit": "called by its name",
    "people.Person": "called by certificate; made where that is wished",
    "devices.Device": "called by its number; made where that is wished",
    "documents.Series": "the running numbers are the other instance's; the printed number stays",
    "archiving.Shelf": "the running numbers are the other instance's; the printed number stays",
    "recordings.Rejected": "no recording, of no case",
    "docking.CardVisit": "tells of the card and the station that read it",
    "review.Derivative": "a clip is cut anew from the original",
    "access.ViewingRequest": "who asked to view the case where it was; in the journal there",
    "access.Package": "what was given out where it was; in the journal there",
    "importing.ScanFile": "what became of a file that was handed in; the scan it became goes along",
    "importing.Brought": "how it came to the instance it leaves; in the journal there",
    "importing.Carried": "how it came to the instance it leaves; the next one notes its own",
    "duties.Judgement": "judged anew",
    "duties.Obligation": "judged anew",
    "duties.Keeping": "judged anew",
    "duties.Appointment": "judged anew",
    "duties.FeedEvent": "made anew for whoever subscribes",
}
"""What hangs together with a case and does not go along, and why (docs/formats/case-file.md)."""
