"""What every address answers to whom. An address that is not declared here fails the sweep.

`holder` is who may, and is answered `answer`; the reader (an inspector) may look and not write; the outsider works at
a neighbouring agency. Nobody signed in is sent to the sign-in page, everywhere but at the `open_to_all`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SEEN, GONE_ON, REFUSED, NOT_THERE, WRONG = 200, 302, 403, 404, 422


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One address: the kind of thing it speaks of, how it is asked, and the answers."""

    about: str = ""
    holder: str = "handler"
    answer: int = SEEN
    reader: int = SEEN
    outsider: int = NOT_THERE
    sent: Mapping[str, str] | None = None
    """What is posted; None: the page is asked for."""
    words: Mapping[str, str | int] = field(default_factory=dict)
    """Further parts of the address."""
    asked: str = ""
    """What follows the question mark."""


def page(about: str = "", **more: object) -> Expected:
    """A page to look at: the reader sees it; the outsider does too when it is about nothing of ours."""
    return Expected(**{"about": about, "outsider": NOT_THERE if about else SEEN, **more})  # type: ignore[arg-type]


def form(about: str = "", **more: object) -> Expected:
    """A page to write on: the reader is refused."""
    return page(about, **{"reader": REFUSED, **more})


def act(about: str, sent: Mapping[str, str] | None = None, **more: object) -> Expected:
    """Something done at the press of a button; afterwards one is sent on."""
    return form(about, **{"answer": GONE_ON, "sent": sent or {}, **more})


def sheet(about: str, *, holder: str = "handler") -> Expected:
    """A form of a case, sent empty: the holder is told what is wrong, everybody else is turned away before that."""
    return form(about, sent={}, answer=WRONG, holder=holder)


LATER = "2026-11-20T17:30"
OPEN_TO_ALL = {"sign-in", "set_language", "duties:feed"}
SHOWN_TOO = {"set_language"}
"""Takes a GET too, on which it changes nothing and sends one on (Django's own)."""
EXPECTED: dict[str, Expected] = {
    # tables of other systems
    "importing:runs": form(holder="custodian", outsider=REFUSED),
    "importing:run": form("run", holder="custodian"),
    "importing:bring": act("run", holder="custodian"),
    "importing:findings": form("run", holder="custodian"),
    "importing:scans": form(holder="custodian", outsider=REFUSED),
    "importing:batch": form("batch", holder="custodian"),
    "importing:add_scans": act("batch", holder="custodian"),
    "importing:attach_scans": act("batch", holder="custodian"),
    # the frame, people, law
    "home": page(),
    "search": page(asked="q=粤"),
    "standing": page(words={"text": "gd-transport-2019"}),
    "article-standing": page(words={"text": "gd-transport-2019", "article": 21}),
    "set_language": page(sent={"language": "en"}, answer=GONE_ON, reader=GONE_ON, outsider=GONE_ON),
    "sign-in": page(answer=GONE_ON, reader=GONE_ON, outsider=GONE_ON),
    "sign-out": page(sent={}, answer=GONE_ON, reader=GONE_ON, outsider=GONE_ON),
    "me": page(),
    "lawlib:list": page(),
    "lawlib:text": page(words={"text": "gd-transport-2019"}),
    "lawlib:article": page(words={"text": "gd-transport-2019", "article": 21}),
    "lawlib:wording": page(words={"text": "gd-transport-2019"}),
    "lawlib:wording-file": page(words={"text": "gd-transport-2019", "wording": 0}, outsider=NOT_THERE),
    # drafts of texts; the outsider is head of his own agency, which has none
    "lawlib:drafts": page(holder="reviewer", reader=REFUSED),
    "lawlib:draft-new": form(holder="reviewer", outsider=REFUSED),
    "lawlib:draft": form("draft", holder="reviewer"),
    "lawlib:draft-cases": form("draft", holder="reviewer"),
    "lawlib:draft-diff": form("draft", holder="head"),
    "lawlib:draft-files": act("draft", {"name": "second", "revision": "1"}, holder="reviewer"),
    "lawlib:draft-submit": act("draft", {"revision": "1"}, holder="reviewer"),
    "lawlib:draft-take-back": act("draft", holder="reviewer"),
    "lawlib:draft-drop": act("draft", holder="reviewer"),
    "lawlib:draft-decide": form("draft", holder="head"),
    # what falls due: everybody's own; a feed is known by its secret, and a wrong one is nobody's
    "duties:calendar": page(),
    "duties:reminders": page(),
    "duties:reminders-read": page(sent={}, answer=GONE_ON, reader=GONE_ON, outsider=GONE_ON),
    "duties:reminders-unread": page(),
    "duties:feeds": page(),
    "duties:feed-withdraw": page("feed", sent={}, answer=GONE_ON, reader=NOT_THERE),
    "duties:feed": page(answer=NOT_THERE, reader=NOT_THERE, outsider=NOT_THERE, words={"secret": "unknown"}),
    # cases; the outsider is an officer and opens cases of his own agency
    "cases:list": page(),
    "cases:new": form(),
    "cases:next-number": form(),
    "cases:case": page("case"),
    "cases:step-new": sheet("case"),
    "cases:document-new": sheet("case"),
    "cases:interruption-new": sheet("case"),
    "cases:report-new": sheet("case"),
    "cases:situation-new": sheet("case"),
    "cases:situation-end": sheet("situation"),
    "cases:milestone-new": sheet("case"),
    "cases:milestone-correct": sheet("milestone"),
    "cases:approval-new": sheet("case"),
    "cases:exemption-new": Expected(
        about="case", sent={}, answer=WRONG, reader=REFUSED, asked="event=milestone:decided"
    ),
    "cases:approval": page("approval", holder="head"),
    "cases:exemption": page("exemption", holder="head"),
    "cases:step-times": sheet("step"),
    "cases:step-people": sheet("step"),
    "cases:step-matters": sheet("step"),
    "cases:document": page("document"),
    "cases:document-file": act("document", {"at": LATER}),
    "cases:document-gather": act("document", {"at": LATER}),
    "cases:gather": act("case", {"at": "2026-11-20T18:00"}),
    "cases:resume": act("interruption", {"at": "2026-11-20T16:01"}),
    # parties
    "parties:of-case": page("case"),
    "parties:new": sheet("case"),
    "parties:recusal-new": sheet("case"),
    "parties:handler-new": sheet("case"),
    "parties:party": page("party"),
    "parties:correct": sheet("party"),
    "parties:withdraw": act("party", {"purpose": "登错案件"}),
    # volumes; whoever heads an agency sets the code of its own fonds
    "archiving:list": page(),
    "archiving:volume": page("case"),
    "archiving:volume-file": page(words={"key": 0}, answer=NOT_THERE, reader=NOT_THERE, outsider=NOT_THERE),
    "archiving:fonds": act("", {"code": "J019"}, holder="custodian", outsider=GONE_ON),
    # goods
    "goods:ledger": page(),
    "goods:take-out": page(sent={"purpose": "清点"}, holder="custodian", outsider=SEEN),
    "goods:item": page("item"),
    "goods:correct": form("item"),
    "goods:of-case": page("case"),
    "goods:enter": form("case"),
    "goods:move": form("case", holder="custodian", asked="kind=to_keeper"),
    # devices
    "devices:list": page(),
    "devices:new": form(holder="custodian", outsider=REFUSED),
    "devices:device": page("device"),
    "devices:check": act("device", {"items": "battery", "at": LATER}, holder="officer"),
    "devices:fault": act("device", {"description": "花屏", "found_at": LATER}, holder="officer"),
    "devices:report": act("device", {"reported_at": "2026-11-20T17:00"}, holder="officer", words={"fault": 0}),
    "devices:read-clock": act("device", {"shown": "2026-11-20T17:59:30"}, holder="officer"),
    "devices:name-volume": act("device", {"volume_label": "DSJ-1"}, holder="custodian"),
    "devices:hand-over": act("device", {}, holder="custodian"),
    "devices:take-out": act("device", {"purpose": "报废"}, holder="custodian"),
    # recordings
    "recordings:list": page(),
    "recordings:unlinked": page(),
    "recordings:accept": act(
        "", {"pair": ""}, holder="officer", outsider=NOT_THERE, answer=NOT_THERE, reader=NOT_THERE
    ),
    "recordings:steps": page(),
    "recordings:sidecars": page(),
    "recordings:upload": form(holder="officer", outsider=SEEN),
    "recordings:intake": page("intake", holder="officer", reader=NOT_THERE),
    "recordings:ticket": page("intake", holder="officer", reader=NOT_THERE),
    "recordings:over": act("intake", holder="officer", answer=SEEN, reader=NOT_THERE),
    "recordings:register": act("intake", holder="officer", answer=409, reader=NOT_THERE),
    "recordings:rejected": page(),
    "recordings:fetch-rejected": act("rejected", {"purpose": "查看"}, holder="custodian"),
    "review:recording": page("recording"),
    "review:view": act("recording", {"purpose": "评查"}, answer=SEEN, reader=SEEN),
    "review:playing": page("recording", answer=409, reader=409),
    "review:lanes": page("recording", answer=409, reader=409),
    "review:watched": act("recording", {"ranges": "[]"}, answer=409, reader=409),
    "review:beside": act("recording", {"leader": "1"}, answer=409, reader=409),
    "review:again": act("recording", {"kind": "survey"}, reader=GONE_ON),
    "review:dismiss": act("recording", {"kind": "spoken_notice", "at_ms": "0"}, answer=409),
    "review:mark": act("recording", {"kind": "note", "offset_ms": "10", "note": "备注"}, answer=409),
    "review:clips": page("recording"),
    "review:cut": act(
        "recording", {"begin": "0:00", "end": "0:01", "label": "片段", "purpose": "评查"}, reader=GONE_ON
    ),
    "review:take-original": act("recording", {"purpose": "附卷"}, reader=GONE_ON),
    "review:take-clip": act("clip", {"purpose": "附卷"}, reader=GONE_ON),
    "recordings:link": act("recording"),
    "recordings:name-film": act("recording", {"film": "0"}, holder="officer"),
    "recordings:end-pairing": act("recording", {"instead_of": "1", "purpose": "误归"}, holder="officer"),
    "recordings:state-time": act("recording", {"start": LATER, "error_minutes": "5", "basis": "出车登记"}),
    "recordings:evidence": act("recording"),
    "recordings:keep": act("recording", {"long_term": "on"}, holder="custodian"),
    "recordings:file": act("recording", {"at": LATER}),
    "review:note": form("recording"),
    "review:withdraw-mark": act("mark", {"purpose": "误标"}),
    "recordings:unlink": act("link", {"purpose": "误关联"}),
    "recordings:unlink-session": act("link", {"purpose": "误关联"}),
    # the dock
    # what machines are asked to look into
    "findings:list": page(holder="custodian", outsider=REFUSED),
    "findings:again": form("analysis", sent={}, answer=GONE_ON, holder="custodian", outsider=REFUSED),
    "findings:all-again": form(sent={}, answer=GONE_ON, holder="custodian", outsider=REFUSED),
    "docking:list": page(),
    "docking:visit": page("card_visit", holder="officer"),
    "docking:clear": act("card_visit", {"purpose": "交还设备"}, holder="officer"),
    "docking:withdraw-clearing": act("card_visit", holder="officer"),
    "docking:name-card": form("waiting_card", sent={}, answer=WRONG, holder="custodian", outsider=REFUSED),
    # documents written here
    "documents:write": form("case"),
    "documents:of-case": page("case"),
    "documents:draft": page("draft_document"),
    "documents:preview": page("draft_document"),
    "documents:drop": act("draft_document", {"purpose": "重复"}),
    "documents:send-back": act("checked_document", {"reason": "地点写错"}),
    "documents:sign": act(
        "checked_document", {"slot": "0", "how": "refused", "who": "吴某", "words": "不认可"}, answer=WRONG
    ),
    "documents:put-in-force": act("signed_document"),
    "documents:paper": page("paper"),
    "documents:correct": act("paper", {"reason": "地点写错"}),
    "documents:signature-image": page("signature"),
    "documents:withdraw-signature": act("signature", {"purpose": "签错了地方"}),
    "documents:draft-file": page("draft_document"),
    "documents:paper-file": page("paper"),
    "documents:seals": page(holder="head", reader=REFUSED),
    "documents:seal-image": page("seal", holder="head", reader=REFUSED),
    "documents:keep-seal": form(sent={}, answer=WRONG, holder="head", outsider=WRONG),
    "documents:set-word": form(sent={}, answer=WRONG, holder="head", outsider=WRONG),
    "documents:pass-on-seal": form("seal", sent={}, answer=WRONG, holder="head"),
    "documents:withdraw-seal": act("seal", holder="head"),
    # duties
    "duties:column": page("case"),
    "duties:determine": form("case", holder="reviewer"),
    "duties:try": page(asked="text=gd-transport-2019"),
    "duties:compare": page(asked="a=gd-transport-2019"),
    # access; everybody of the staff may ask
    "access:list": page(),
    "access:ask": page(),
    "access:decide": act("request", {"decision": "grant"}, holder="head", reader=NOT_THERE),
    "access:package": form("case", holder="head"),
}
