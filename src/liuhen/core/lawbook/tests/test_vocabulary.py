"""The vocabulary says where a device's recordings come from, and which milestone ends a stage; mistakes are named."""

import pytest

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.terms.labels import Stage

SOURCES = "body_camera: {label: 执法记录仪}\nvehicle_camera: {label: 车载摄像设备}\n"


def problems_of(**files: str) -> list[tuple[str, int, str]]:
    with pytest.raises(LawError) as refusal:
        read_vocabulary(files)
    return [(problem.file, problem.line, problem.message) for problem in refusal.value.problems]


def test_the_recordings_of_a_device_come_from_the_source_its_kind_names():
    devices = "vehicle_terminal: {label: 车载视频终端, source: vehicle_camera}\n"
    words = read_vocabulary({"devices": devices, "sources": SOURCES})
    assert words.source_of("vehicle_terminal") == "vehicle_camera"


def test_a_kind_that_names_no_source_is_its_own():
    words = read_vocabulary({"devices": "thermal_camera: {label: 热像仪}\n", "sources": SOURCES})
    assert (words.source_of("thermal_camera"), words.source_of("never_heard_of")) == (
        "thermal_camera",
        "never_heard_of",
    )


def test_a_source_that_is_no_word_is_refused_at_its_line():
    devices = "dock: {label: 采集工作站}\nphone: {label: 手机, source: fone}\n"
    ((file, line, message),) = problems_of(devices=devices, sources=SOURCES)
    assert (file, line) == ("_vocabulary/devices.yaml", 2)
    assert "fone" in message


def test_a_stage_is_ended_by_the_milestone_that_says_so():
    words = read_vocabulary({"milestones": "filed: {label: 立案, ends: initiation}\ntold: {label: 告知}\n"})
    assert words.stage_ends() == {Stage.INITIATION: "filed"}


def test_two_milestones_that_end_one_stage_are_refused_at_the_second():
    milestones = "filed: {label: 立案, ends: initiation}\naccepted: {label: 受理, ends: initiation}\n"
    ((file, line, message),) = problems_of(milestones=milestones)
    assert (file, line) == ("_vocabulary/milestones.yaml", 2)
    assert "filed" in message


@pytest.mark.parametrize("ends", ["tomorrow", "[initiation]"])
def test_a_stage_that_is_none_is_refused_with_those_there_are(ends):
    ((_, line, message),) = problems_of(milestones=f"filed: {{label: 立案, ends: {ends}}}\n")
    assert line == 1
    assert "investigation（调查取证）" in message


def test_fields_of_one_list_are_unknown_in_another():
    ((_, _, message),) = problems_of(documents="form: {label: 表, source: phone}\n")
    assert "source" in message
