"""What lies beside a film on its page: the data recorded with it; on the page of such data, the film it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liuhen.apps.recordings.companions import Belongs
from liuhen.apps.recordings.forms import FilmForm
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
    """A sidecar's film and why it is; `seen`: whether the person may know of the film."""

    companion: Companion
    reasons: str
    seen: bool


def film_panel(person: Person, recording: Recording) -> dict[str, Any]:
    """What the template `recordings/_film.html` shows."""
    if not recording.is_sidecar:
        beside = visible_to(person).filter(companion_of__recording=recording)
        return {"companions": list(beside.order_by("original_name", "pk"))}
    pair = _pair(person, recording)
    offered = pair is None and may_name_film(person, recording)
    return {"pair": pair, "film_form": FilmForm(films_on_offer(person, recording)) if offered else None}


def _pair(person: Person, sidecar: Recording) -> Pair | None:
    found = Companion.objects.filter(sidecar=sidecar).select_related("recording", "by").first()
    if found is None:
        return None
    reasons = "，".join(_(Belongs(code).label) for code in found.reasons)
    return Pair(found, reasons, visible_to(person).filter(pk=found.recording_id).exists())


def films_on_offer(person: Person, sidecar: Recording) -> QuerySet[Recording]:
    """The films a sidecar may be said to belong to: of its camera, taken in with it or filmed a day around it."""
    films = visible_to(person).filter(NO_SIDECAR, agency=sidecar.agency_id, device=sidecar.device_id, parent=None)
    if time_known(sidecar):
        near = Q(start__range=(sidecar.start - AROUND, sidecar.end + AROUND))
        films = films.filter(near | Q(intake=sidecar.intake_id))
    keys = list(films.order_by("-start", "-pk").values_list("pk", flat=True)[:ON_OFFER])
    return Recording.objects.filter(pk__in=keys).order_by("-start", "-pk")
