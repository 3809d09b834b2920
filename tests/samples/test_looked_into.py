"""Real, damaged and hostile files in the workshop: each ends with a result or a reason, and no worker is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.adapters.workshop.parent import CRASHED, ChildWorkshop
from liuhen.ports.media_probe import MediaKind, ProbeResult
from liuhen.ports.workshop import Task, Work, WorkFailed, WorkKind

pytestmark = pytest.mark.samples

KINDS = (WorkKind.SURVEY, WorkKind.TRACK)


def _facts(result: ProbeResult) -> dict[str, object]:
    shape = {"width": result.width, "height": result.height, "rotation": result.rotation}
    return {"kind": result.kind.value, "container": result.container, "duration_ms": result.duration_ms, **shape}


def _looked_into(path: Path, probe: ChildProbe, kind: WorkKind, into: Path) -> Work | str:
    into.mkdir()
    facts = _facts(probe.probe(path, original_name=path.name))
    try:
        return ChildWorkshop().work(Task(kind=kind, facts=facts), path, into)
    except WorkFailed as reason:
        return str(reason)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_and_damaged_files_harm_nobody(
    samples: Path, probe: ChildProbe, tmp_path: Path, kind: WorkKind
) -> None:
    files = sorted([*(samples / "hostile").iterdir(), *(samples / "derived").iterdir()])
    assert files
    for number, path in enumerate(files):
        came = _looked_into(path, probe, kind, tmp_path / str(number))
        assert isinstance(came, Work) or came, path.name
        assert came != CRASHED, f"{path.name} took the worker down"


def test_every_film_of_a_camera_has_a_storyboard_or_a_reason(samples: Path, probe: ChildProbe, tmp_path: Path) -> None:
    without = {}
    for folder in ("phone_video", "dashcam", "fixed_camera", "actioncam", "vehicle_terminal", "legacy_video"):
        for path in sorted((samples / folder).iterdir()):
            result = probe.probe(path, original_name=path.name)
            if result.reason or result.kind is not MediaKind.VIDEO:
                continue
            came = _looked_into(path, probe, WorkKind.SURVEY, tmp_path / f"{folder}-{path.name}")
            if not isinstance(came, Work) or "storyboard" not in came.result:
                without[path.name] = came if isinstance(came, str) else came.result
    assert without == {}
