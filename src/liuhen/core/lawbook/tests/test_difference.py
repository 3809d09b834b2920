"""What changed between two versions of a text is told duty by duty and field by field."""

from dataclasses import replace

from liuhen.core.lawbook.difference import Change, difference, in_place_of
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.soft_words import soft_words
from liuhen.core.lawbook.tests.test_teaching import COVERAGE, DUTIES, TEXT, WORDS


def law(**changed):
    return load_text(TextFiles(folder="x", **{"text": TEXT, "duties": DUTIES, "coverage": COVERAGE, **changed}), WORDS)


def test_a_text_does_not_differ_from_itself():
    assert difference(law(), law()).none


def test_new_gone_and_changed_duties_are_told_apart():
    more = DUTIES + DUTIES.split("duties:\n")[1].replace("id: record", "id: second")
    longer = law(duties=more, coverage=COVERAGE.replace("[record]", "[record, second]"))
    assert [(d.change, d.duty) for d in difference(law(), longer).duties] == [(Change.NEW, "second")]
    assert [(d.change, d.duty) for d in difference(longer, law()).duties] == [(Change.GONE, "second")]
    changed = difference(law(), law(duties=DUTIES.replace("title: 询问", "title: 询问当事人"))).duties
    assert [(d.change, [str(field) for field in d.fields]) for d in changed] == [
        (Change.CHANGED, ["标题：询问 → 询问当事人"])
    ]


def test_a_field_is_told_by_its_chinese_name_and_terms():
    limit = "owner: officer\n    deadline: {amount: 24, unit: hours, from: step_end}"
    old, new = (
        law(duties=DUTIES.replace("owner: officer", limit)),
        law(duties=DUTIES.replace("owner: officer", limit.replace("24", "2").replace("hours", "working_days"))),
    )
    (change,) = difference(old, new).duties
    assert [str(field) for field in change.fields] == ["期限·数量：24 → 2", "期限·单位：小时 → 个工作日"]
    (gone,) = difference(old, law()).duties
    assert [field.new for field in gone.fields] == [""]


def test_particulars_and_coverage_are_compared_too():
    found = difference(
        law(), law(text=TEXT.replace("2020-01-01", "2021-01-01"), coverage=COVERAGE.replace("询问", "问"))
    )
    assert [str(change) for change in found.particulars] == ["施行·起算：2020-01-01 → 2021-01-01"]
    assert [change.label for change in found.coverage] == ["第1条的着落"]


def test_how_a_duty_is_helped_is_no_part_of_the_law():
    mended = DUTIES.replace("owner: officer", "owner: officer\n    mend: {action: x}")
    words = replace(WORDS, lists={**WORDS.lists, "actions": {"x": next(iter(WORDS.lists["roles"].values()))}})
    other = load_text(TextFiles(folder="x", text=TEXT, duties=mended, coverage=COVERAGE), words)
    assert difference(law(), other).none


def test_a_version_can_stand_in_the_place_of_another():
    later = law(text=TEXT.replace("2020-01-01", "2030-01-01"))
    assert in_place_of(later, law()).info.in_force == law().info.in_force


def test_soft_words_in_hard_duties_are_asked_about_once():
    soft = DUTIES.replace("title: 询问", "title: 鼓励询问时录像")
    (found,) = soft_words(law(duties=soft))
    assert (found.duty, found.article) == ("record", 1)
    assert "should" in found.message
    assert not [*soft_words(law(duties=soft.replace("modality: must", "modality: should")))]
