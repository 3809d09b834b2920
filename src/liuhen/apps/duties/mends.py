"""Where a missing thing is supplied: each mend action of the vocabulary leads to a form with its fields filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from liuhen.apps.lawlib.queries import duty_named, term
from liuhen.apps.recordings.queries import recordings_of_steps
from liuhen.core.terms.labels import State
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.duties.models import Obligation
    from liuhen.apps.recordings.models import Recording

Films = Mapping[int, Sequence["Recording"]]
"""Recordings by the primary key of the step they are linked to."""


@dataclass(frozen=True, slots=True)
class Way:
    """The one button that mends: where it leads and what it says."""

    url: str
    label: str


def step_key(owed: Obligation) -> int | None:
    """The step an obligation is about or is mended in, if it names one."""
    named = (owed.mend or {}).get("step") or (owed.subject_id if owed.subject_kind == "step" else None)
    return int(named.partition(":")[2]) if named and named.startswith("step:") else None


def films_for(owed: Iterable[Obligation]) -> dict[int, list[Recording]]:
    """The recordings of all steps these obligations are mended in, in one query."""
    steps = {key for obligation in owed if (key := step_key(obligation))}
    return recordings_of_steps(steps) if steps else {}


def way_of(owed: Obligation, films: Films) -> Way | None:
    """The button for an obligation; None when nothing in these pages can supply what is missing."""
    if not owed.mend or owed.mend["action"] not in _WAYS:
        return None
    action = owed.mend["action"]
    try:
        url = _WAYS[action](owed, films)
    except NoReverseMatch:
        return None
    return Way(url, term("actions", action)) if url else None


def gather_way(owed: Obligation) -> Way:
    """The button that gathers all papers of the case at once."""
    return Way(_to("cases:gather", owed.case_id), term("actions", "gather_document"))


@lru_cache(maxsize=4096)
def address_of(name: str, key: int | None = None) -> str:
    """The address of a page, with its key if it has one; a page of a case names hundreds, many of them alike."""
    return reverse(name, args=[key] if key is not None else [])


def _to(name: str, key: int | None = None, **words: Any) -> str:
    where = address_of(name, key)
    given = {word: value for word, value in words.items() if value not in (None, "", [])}
    return f"{where}?{urlencode(given, doseq=True)}" if given else where


def _key(owed: Obligation, kind: str) -> int | None:
    """The primary key of the subject when it is of this kind."""
    named, _, key = owed.subject_id.partition(":")
    return int(key) if named == kind and key.isdigit() else None


def _codes(owed: Obligation) -> list[str]:
    return list((owed.mend or {}).get("codes", []))


def _document(owed: Obligation, films: Films) -> str:
    recording = owed.subject_id if _key(owed, "recording") else None
    return paper_way(owed.case_id, _codes(owed), step=step_key(owed), about=recording)


def paper_way(case: int, kinds: Sequence[str], **words: Any) -> str:
    """Where a document of one of these kinds is made: written from its form where there is one, else registered."""
    written = [kind for kind in kinds if kind in outside().law.forms()]
    return _to("documents:write" if written else "cases:document-new", case, kind=list(kinds), **words)


def _note(owed: Obligation, films: Films) -> str:
    """A note about the recording, of the kind and with the matters that the article asks for."""
    duty = duty_named(owed.text, owed.duty)
    matters = list(getattr(duty.needs, "matters", ())) if duty else []
    if recording := _key(owed, "recording"):
        return _to("review:note", recording)
    return paper_way(owed.case_id, _codes(owed), step=step_key(owed), matters=matters)


def _upload(owed: Obligation, films: Films) -> str:
    """A gap that an interruption explains is closed by reporting on it, not by a film that does not exist."""
    broken = next((name for name in owed.evidence if name.startswith("interruption:")), None)
    if broken and owed.state != State.BREACHED:
        return _to("cases:report-new", owed.case_id, kind=_report_kind(owed), about=broken)
    return _to("recordings:upload", step=step_key(owed))


def _unlinked(owed: Obligation, films: Films) -> str:
    return _to("recordings:unlinked")


def _recording(owed: Obligation, films: Films) -> str:
    """The recording the obligation is about, or the first of its step; else the list of those not linked yet."""
    key = _key(owed, "recording")
    linked = films.get(step_key(owed) or 0, [])
    if key is None and linked:
        key = linked[0].pk
    return _to("review:recording", key) if key else _unlinked(owed, films)


def _interruption(owed: Obligation, films: Films) -> str:
    if _key(owed, "interruption"):
        return _to("cases:report-new", owed.case_id, kind=_report_kind(owed), about=owed.subject_id)
    return _to("cases:interruption-new", owed.case_id, step=step_key(owed))


def _report_kind(owed: Obligation) -> str:
    """The first kind of report that the obligation says is missing."""
    kinds = _codes(owed) or ["oral_report", "written_explanation"]
    return next((kind for kind in kinds if term("reports", kind) in owed.missing), kinds[0])


def _file(owed: Obligation, films: Films) -> str:
    document = _key(owed, "document")
    return _to("cases:document-file", document) if document else _recording(owed, films)


def _gather(owed: Obligation, films: Films) -> str:
    document = _key(owed, "document")
    return _to("cases:document-gather", document) if document else ""


def _people(owed: Obligation, films: Films) -> str:
    step = step_key(owed)
    return _to("cases:step-people", step) if step else ""


def _device(owed: Obligation, films: Films) -> str:
    device = _key(owed, "device")
    return _to("devices:device", device) if device else _to("devices:list", step=step_key(owed))


def _incident(owed: Obligation, films: Films) -> str:
    return _to("cases:report-new", owed.case_id, kind="incident_report", about=owed.subject_id)


def _matter(owed: Obligation, films: Films) -> str:
    """A report of the kind the article asks for, about what it is owed for; of a whole case about nothing."""
    about = owed.subject_id if owed.subject_kind != "case" else None
    return _to("cases:report-new", owed.case_id, kind=_codes(owed)[:1], about=about)


def _property(owed: Obligation, films: Films) -> str:
    return _to("goods:enter", owed.case_id, step=step_key(owed))


def _goods(owed: Obligation, films: Films) -> str:
    return _to("goods:of-case", owed.case_id)


def _determine(owed: Obligation, films: Films) -> str:
    return _to("duties:determine", owed.case_id, duty=f"{owed.text}/{owed.duty}", subject=owed.subject_id)


_WAYS: dict[str, Callable[[Obligation, Films], str]] = {
    "make_document": _document,
    "make_evidence_note": _note,
    "upload_recording": _upload,
    "link_recording": _unlinked,
    "mark_content": _recording,
    "mark_spoken": _recording,
    "store_recording": _recording,
    "set_retention": _recording,
    "report_interruption": _interruption,
    "attach_evidence": _file,
    "gather_document": _gather,
    "register_people": _people,
    "register_check": _device,
    "report_fault": _device,
    "complete_device": _device,
    "handle_incident": _incident,
    "report_matter": _matter,
    "enter_property": _property,
    "receive_property": _goods,
    "determine": _determine,
}
