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


def test_a_milestone_may_begin_a_case():
    words = read_vocabulary({"milestones": "filed: {label: 立案, begins: yes}\ntold: {label: 告知}\n"})
    assert words.begins("filed")
    assert not words.begins("told")


def test_whether_it_begins_is_yes_or_no():
    ((_, line, message),) = problems_of(milestones="filed: {label: 立案, begins: often}\n")
    assert line == 1
    assert "begins 只能写 yes" in message


@pytest.mark.parametrize("ends", ["tomorrow", "[initiation]"])
def test_a_stage_that_is_none_is_refused_with_those_there_are(ends):
    ((_, line, message),) = problems_of(milestones=f"filed: {{label: 立案, ends: {ends}}}\n")
    assert line == 1
    assert "investigation（调查取证）" in message


def test_fields_of_one_list_are_unknown_in_another():
    ((_, _, message),) = problems_of(documents="form: {label: 表, source: phone}\n")
    assert "source" in message


def test_phrases_tell_by_what_words_something_is_heard():
    words = read_vocabulary(
        {
            "contents": "sampling: {label: 抽样, heard: [现在抽样取证]}\nother: {label: 其他}\n",
            "spoken": "spoken_notice: {label: 告知, heard: [全程录音录像]}\n",
        }
    )
    assert words.heard("contents") == {"sampling": ("现在抽样取证",)}
    assert words.heard("spoken") == {"spoken_notice": ("全程录音录像",)}


@pytest.mark.parametrize("phrase", ["签字", "请，签！字", "录" * 61])
def test_a_phrase_too_short_or_too_long_to_be_told_apart_is_refused(phrase):
    ((_, line, message),) = problems_of(
        contents=f"other: {{label: 其他}}\nsigned: {{label: 签收, heard: [{phrase}]}}\n"
    )
    assert line == 2
    assert phrase in message


def test_a_phrase_that_stands_for_two_codes_is_refused_at_the_second():
    contents = "one: {label: 甲, heard: [请在这里签字]}\ntwo: {label: 乙, heard: [请在这里，签字。]}\n"
    ((file, line, message),) = problems_of(contents=contents)
    assert (file, line) == ("_vocabulary/contents.yaml", 2)
    assert "“one”" in message


def test_phrases_belong_to_what_can_be_heard_alone():
    ((_, _, message),) = problems_of(devices="phone: {label: 手机, heard: [请在这里签字]}\n")
    assert "heard" in message


def test_a_content_may_be_proposed_where_the_plate_of_the_cases_vehicle_is_seen():
    words = read_vocabulary({"contents": "items: {label: 涉案物品, seen: plate}\nother: {label: 其他}\n"})
    assert words.seen_by("plate") == ("items",)
    ((_, _, message),) = problems_of(contents="items: {label: 涉案物品, seen: face}\n")
    assert "plate" in message
