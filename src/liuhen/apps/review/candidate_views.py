"""A person decides about a machine's candidate: it is none. (That it is one is said by marking, `mark_views`.)"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liuhen.apps.recordings import offers
from liuhen.apps.review.actions import dismiss as do_dismiss
from liuhen.apps.review.candidates import candidates_of
from liuhen.apps.review.views import no_viewing, person_of, recording_of, viewing_of


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss the candidate at a second; the answer holds those left. 409 without a viewing, 422 when it is gone."""
    person, recording = person_of(request), recording_of(request, pk)
    offers.require_work(person, recording)
    token = viewing_of(request, recording)
    if token is None:
        return no_viewing()
    asked = (request.POST.get("kind"), request.POST.get("content", ""), request.POST.get("at_ms"))
    found = candidates_of(recording, token.channel)
    candidate = next((one for one in found if (one.kind.value, one.content, str(one.at_ms)) == asked), None)
    if candidate is None:
        words = _("这条机器提示已不在，可能刚由他人处理，请刷新页面。")
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    do_dismiss(person, recording, candidate, token.channel)
    return JsonResponse({"candidates": [one.as_json() for one in candidates_of(recording, token.channel)]})
