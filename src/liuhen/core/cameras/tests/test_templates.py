"""Templates: every one of cameras/ reads its own examples; a wrong one is told where and how to mend it."""

from pathlib import Path

import pytest

from liuhen.adapters.camera_folder import camera_problems, read_cameras
from liuhen.core.cameras.template import CameraError, Grade, read_template

CAMERAS = Path(__file__).parents[5] / "cameras"
GOOD = """\
id: acme
name: 某厂记录仪
names:
  - pattern: "ACME_{index:4}.MP4"
    example: ACME_0012.MP4
    reads: {index: "12"}
    grade: seen
    basis: 真实文件
"""


def test_the_templates_that_come_with_the_house_are_sound():
    assert camera_problems(CAMERAS) == []
    assert len(read_cameras(CAMERAS).templates) >= 9


def test_every_template_says_where_it_comes_from_and_how_sure_that_is():
    for camera in read_cameras(CAMERAS).templates.values():
        assert all(name.basis and isinstance(name.grade, Grade) for name in camera.names)


@pytest.mark.parametrize(
    "name, camera, fields",
    [
        ("DCIM/GD-0421_440101001_20261118093012_0001.MP4", "body-camera", {"device": "GD-0421", "index": 1}),
        ("GD-1_440101001_20261118093012_0007_IMP.MP4", "body-camera", {"important": True, "index": 7}),
        ("DCIM/100GOPRO/GX020123.MP4", "gopro", {"part": 2, "group": "0123"}),
        ("EV20191130-121256-000132.MP4", "seventy-mai", {"important": True, "start": "2019-11-30T12:12:56"}),
        ("BlackVue/Record/20191224_113912_NF.gps", "blackvue", {"start": "2019-12-24T11:39:12"}),
        ("DJI_0024.JPG", "dji", {"index": 24}),
        ("datadir0/hiv00003.mp4", "hikvision", {"index": 3}),
    ],
)
def test_real_names_are_read_by_their_template(name, camera, fields):
    reading = read_cameras(CAMERAS).read(name)
    assert reading is not None
    assert reading.camera == camera
    assert {key: getattr(reading, key) for key in fields} == fields


@pytest.mark.parametrize("name", ["粤X30479.JPG", "说明.txt", "../../etc/passwd", "x" * 9000, "CON", "\udcff.mp4"])
def test_a_name_of_no_camera_says_nothing(name):
    assert read_cameras(CAMERAS).read(name) is None


def test_a_number_nought_is_said_and_what_is_not_there_is_not():
    reading = read_cameras(CAMERAS).read("hiv00000.mp4")
    assert reading and reading.as_json() == {"camera": "hikvision", "index": 0}


def test_a_time_in_a_name_is_one_more_clock_that_says_who_read_it():
    book = read_cameras(CAMERAS)
    timed, untimed = book.read("H20190808-095851P1N2P0.avi"), book.read("GX010001.MP4")
    assert timed and untimed
    clock = timed.clock()
    assert clock and (clock.source, clock.wall) == ("file_name", "2019-08-08T09:58:51")
    assert "vehicle-terminal" in clock.raw
    assert untimed.clock() is None


def test_a_card_is_known_by_what_lies_on_it_or_by_its_label():
    book = read_cameras(CAMERAS)
    assert [one.id for one in book.known_by_card(["DCIM/100GOPRO/GX010001.MP4"], "")] == ["gopro"]
    assert "body-camera" in [one.id for one in book.known_by_card([], "DSJ-L9")]
    assert book.known_by_card(["x.mp4"], "NO NAME") == []


@pytest.mark.parametrize(
    "written, says",
    [
        (GOOD.replace("id: acme", "id: other"), "文件名应为 other.yaml"),
        (GOOD.replace('"12"', '"13"'), "读出来是“12”，reads 写的是“13”"),
        (GOOD.replace("ACME_0012", "ACME-0012"), "读不出例子"),
        (GOOD.replace("grade: seen", "grade: sure"), "应为其中之一：stated、seen、known"),
        (GOOD.replace("    basis: 真实文件\n", ""), "缺少字段“basis”"),
        (GOOD.replace("{index:4}", "{numbre:4}"), "不认识的字段“numbre”"),
        (GOOD + "card: {serial: {file: ../../etc/passwd, pattern: 'x{serial}'}}\n", "相对路径"),
        (GOOD + "card: {serial: {file: a.txt, pattern: 'x{index}'}}\n", "要有字段 {serial}"),
        (GOOD + "labels: [A]\n", "不认识的字段“labels”"),
    ],
)
def test_a_wrong_template_is_told_what_to_write(written, says):
    with pytest.raises(CameraError, match=says):
        read_template(written, name="acme.yaml")


def test_two_templates_that_read_the_same_name_are_found(tmp_path):
    (tmp_path / "acme.yaml").write_text(GOOD, encoding="utf-8")
    other = GOOD.replace("acme", "better").replace("ACME_{index:4}.MP4", "ACME_00{index:2}.MP4")
    (tmp_path / "better.yaml").write_text(other, encoding="utf-8")
    assert ["better.yaml 读走" in problem.message for problem in camera_problems(tmp_path)] == [True]
    assert camera_problems(tmp_path / "gone")[0].message.startswith("没有这个文件夹")


def test_a_broken_template_leaves_the_others_in_use(tmp_path):
    (tmp_path / "acme.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert list(read_cameras(tmp_path).templates) == ["acme"]
