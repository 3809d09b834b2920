"""What lies beside a film on its page: the data recorded with it; on the page of such data, the film it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liuhen.apps.recordings.companions import Belongs
from liuhen.apps.recordings.forms import FilmForm, OtherFilmForm
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.listing import NO_SIDECAR
from liuhen.apps.recordings.models import Companion, Recording
from liuhen.apps.recordings.permissions import may_name_film
from liuhen.apps.recordings.visibility import visible_to

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

ON_OFFER = 100
AROUND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What was said of a sidecar's film and why; `seen`: whether the person may know of the film.

    `taken_back` by the next, where something else was said since.
    """

    companion: Companion
    reasons: str
    seen: bool
    taken_back: Companion | None = None


def film_panel(person: Person, recording: Recording) -> dict[str, Any]:
    """What the template `recordings/_film.html` shows."""
    if not recording.is_sidecar:
        beside = Companion.objects.filter(recording=recording).values("sidecar")
        return {"companions": list(visible_to(person).filter(pk__in=beside).order_by("original_name", "pk"))}
    said = _pairs(person, recording)
    standing = said[-1] if said else None
    pair = standing if standing and standing.companion.recording_id else None
    offered = FilmForm(films_on_offer(person, recording)) if may_name_film(person, recording) else None
    if pair and offered:
        offered = OtherFilmForm(films_on_offer(person, recording, but=pair.companion.recording_id))
    return {
        "pair": pair,
        "film_form": offered,
        "taken_back": [one for one in reversed(said) if one.taken_back and one.companion.recording_id],
        "film_denied": standing is not None and pair is None,
    }


def _pairs(person: Person, sidecar: Recording) -> list[Pair]:
    """Everything said of the sidecar's film, in the order in which it was said."""
    said = list(Companion.every.filter(sidecar=sidecar).select_related("recording", "by").order_by("pk"))
    films = {one.recording_id for one in said}
    seen = set(visible_to(person).filter(pk__in=[key for key in films if key]).values_list("pk", flat=True))
    later = {one.replaces_id: one for one in said}
    return [Pair(one, _reasons(one), one.recording_id in seen, later.get(one.pk)) for one in said]


def _reasons(companion: Companion) -> str:
    return "，".join(_(Belongs(code).label) for code in companion.reasons)


def films_on_offer(person: Person, sidecar: Recording, *, but: int | None = None) -> QuerySet[Recording]:
    """The films a sidecar may be said to belong to: of its camera, taken in with it or filmed a day around it.

    All `but` the one it is said to belong to now.
    """
    films = visible_to(person).filter(NO_SIDECAR, agency=sidecar.agency_id, device=sidecar.device_id, parent=None)
    films = films.exclude(pk=but) if but else films
    if time_known(sidecar):
        near = Q(start__range=(sidecar.start - AROUND, sidecar.end + AROUND))
        films = films.filter(near | Q(intake=sidecar.intake_id))
    keys = list(films.order_by("-start", "-pk").values_list("pk", flat=True)[:ON_OFFER])
    return Recording.objects.filter(pk__in=keys).order_by("-start", "-pk")
