"""From an article to its second: the address leads to the recording, the channel and the position of a mark."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from liuhen.apps.duties import moments
from liuhen.apps.recordings.models import Mark


@pytest.mark.parametrize(
    ("channel", "label", "url"),
    [
        ("", "备注", "/recordings/7/?at=700"),
        ("013800138000-3", "备注（通道 3）", "/recordings/7/?at=700&channel=013800138000-3"),
    ],
)
def test_the_address_names_the_channel_of_the_mark(
    monkeypatch: pytest.MonkeyPatch, channel: str, label: str, url: str
) -> None:
    mark = Mark(pk=3, recording_id=7, kind="note", offset_ms=700, channel=channel)
    monkeypatch.setattr(moments, "marks_by_key", lambda keys: {3: mark})
    row: Any = SimpleNamespace(evidence=["mark:3"])
    found = moments.moments_of([row])
    assert found == {"mark:3": moments.Moment(label, 700, url)}
    assert moments.in_order(["mark:9", "mark:3"], found) == [found["mark:3"]]
