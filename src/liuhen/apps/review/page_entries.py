"""Entries of pages about a recording: what is opened is journalled each time, what a page fetches by itself once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from liuhen.apps.recordings.actions import view_page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

PAGES_TOLD = "recordings_shown"
MOST_TOLD = 200
"""So many recordings a browser session remembers; what it has forgotten is journalled again."""


def page_opened(request: HttpRequest, recording: Recording) -> None:
    """Journal that a page about the recording is opened."""
    view_page(cast("Person", request.user), recording)
    told: list[int] = request.session.get(PAGES_TOLD, [])
    request.session[PAGES_TOLD] = [*[one for one in told if one != recording.pk][1 - MOST_TOLD :], recording.pk]


def part_fetched(request: HttpRequest, recording: Recording) -> None:
    """Journal that a part of the page is fetched, unless this browser session was journalled at this recording."""
    if recording.pk not in request.session.get(PAGES_TOLD, []):
        page_opened(request, recording)
