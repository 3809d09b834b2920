"""`liuhen law` on the command line: what it prints, how it exits, and that its output keeps the documented shape."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from liuhen.core.lawbook.dossier_schema import dossier_schema
from liuhen.site.cli.law import law
from liuhen.site.cli.law_words import CLOSED

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "docs/formats"
MAIN = "from liuhen.site.cli.main import main; main()"


def schema(name):
    return json.loads((FORMATS / f"{name}.schema.json").read_text(encoding="utf-8"))


def example():
    """The dossier printed in the documentation."""
    page = (FORMATS / "dossier.md").read_text(encoding="utf-8")
    block = re.search(r"## An example\n\n((?: {4}.*\n|\n)+)", page).group(1)
    return "".join(line[4:] if line.strip() else line for line in block.splitlines(keepends=True))


@pytest.fixture
def dossier(tmp_path):
    path = tmp_path / "dossier.yaml"
    path.write_text(example(), encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(law, ["--law", str(ROOT / "law"), *map(str, arguments)])


def check(dossier, *arguments, at="2019-04-02 12:00"):
    result = run("check", dossier, "--at", at, "--json", *arguments)
    return result, json.loads(result.stdout) if result.exit_code in (0, 1) else None


def test_the_documented_example_is_judged_in_the_documented_shape(dossier):
    result, verdict = check(dossier)
    jsonschema.validate(verdict, schema("verdict"))
    assert result.exit_code == (1 if verdict["summary"]["breached"] + verdict["summary"]["overdue"] else 0)
    states = {(o["text"], o["duty"], o["subject"]["id"]): o["state"] for o in verdict["obligations"]}
    assert states["gd-transport-2019", "store-24h", "r1"] == "open"
    assert {"gd-province-2018", "gd-transport-2019"} <= {text for text, _, _ in states}


def test_what_is_past_due_ends_with_exit_code_1(tmp_path):
    path = tmp_path / "late.yaml"
    path.write_text(example().replace("stored_at: 2019-04-02 18:00, ", ""), encoding="utf-8")
    result, verdict = check(path, "--text", "gd-transport-2019", at="2019-04-03 12:00")
    assert result.exit_code == 1
    (late,) = [o for o in verdict["obligations"] if (o["duty"], o["subject"]["id"]) == ("store-24h", "r1")]
    # the clock may be two seconds off: counted from the earliest the recording may have ended
    assert (late["state"], late["due_at"]) == ("overdue", "2019-04-03T10:11:58+08:00")


@pytest.mark.parametrize(("stored", "code"), [("stored_at: 2019-04-02 18:00, ", 0), ("", 1)])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_program_itself_ends_with_the_exit_code_of_the_command(stored, code, form, tmp_path):
    path = tmp_path / "dossier.yaml"
    path.write_text(
        "agency: {id: demo, name: 示范}\ncase: {number: 一号}\nrecordings:\n"
        f"  - {{id: r1, {stored}store: platform, medium: audio, start: 2019-04-02 09:00, end: 2019-04-02 10:00}}\n",
        encoding="utf-8",
    )
    arguments = ["law", "check", str(path), "--at", "2019-04-03 12:00", "--text", "gd-transport-2019", *form]
    result = subprocess.run([sys.executable, "-c", MAIN, *arguments], capture_output=True, check=False, cwd=ROOT)
    assert result.returncode == code, result.stdout.decode()


def test_an_agency_with_nothing_amiss_ends_with_exit_code_0(tmp_path):
    path = tmp_path / "empty.yaml"
    path.write_text("agency: {id: demo, name: 示范}\ncase: {number: 一号}\n", encoding="utf-8")
    result, verdict = check(path, "--text", "gd-transport-2019")
    assert result.exit_code == 0
    assert not [o for o in verdict["obligations"] if o["state"] in ("breached", "overdue")]


def test_a_repealed_text_is_named_and_can_be_adopted(tmp_path):
    path = tmp_path / "now.yaml"
    path.write_text(example().replace("2019-04-0", "2026-04-0"), encoding="utf-8")
    _, verdict = check(path, "--text", "gd-province-2018", at="2026-05-01 12:00")
    assert verdict["obligations"] == []
    assert verdict["texts"][0]["unbound"] == 1
    assert verdict["texts"][0]["notes"]
    _, adopted = check(path, "--text", "gd-province-2018", "--adopt", "gd-province-2018", at="2026-05-01 12:00")
    assert adopted["obligations"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["check", "nowhere.yaml", "--at", "2019-04-02 12:00"], "nowhere.yaml"),
        (["check", "DOSSIER", "--at", "yesterday"], "不是时间"),
        (["check", "DOSSIER", "--at", "2019-04-02 12:00", "--text", "moon-1969"], "moon-1969"),
        (["show", "gd-transport-2019", "36"], "35"),
    ],
)
def test_what_cannot_run_says_why_and_ends_with_exit_code_2(arguments, word, dossier):
    arguments = [str(dossier) if a == "DOSSIER" else a for a in arguments]
    command = [sys.executable, "-c", MAIN, "law", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert result.returncode == 2
    assert word in result.stderr
    assert "Traceback" not in result.stderr


def test_coverage_is_whole_and_keeps_its_shape():
    answers = json.loads(run("coverage", "--json").stdout)
    jsonschema.validate(answers, schema("law-coverage"))
    for row in answers["texts"]:
        assert row["missing"] == []
        assert row["duty"] + row["definition"] + row["organisational"] + row["judgement"] == row["articles"]
    assert sum(row["articles"] for row in answers["texts"] if row["text"].startswith("gd-")) == 66


def test_lint_finds_nothing_in_our_own_law():
    """No problem in any file, and no duty without a case that passes and one that fails."""
    words = sorted((ROOT / "law").glob("_*/*.yaml"))
    result = run("lint", *words, *sorted((ROOT / "law").glob("[a-z]*")))
    assert result.exit_code == 0, result.stdout


def test_lint_names_file_line_and_what_to_write(tmp_path):
    path = tmp_path / "dossier.yaml"
    path.write_text(
        "agency: {id: a, name: 甲}\nsteps:\n  - {id: s, kind: inquiry, stage: middle, start: 2019-04-02 09:00}\n"
    )
    result = run("lint", path)
    assert result.exit_code == 1
    assert "dossier.yaml:3:" in result.stdout
    assert "investigation" in result.stdout


@pytest.mark.parametrize(
    "arguments", [["list"], ["show", "gd-transport-2019"], ["show", "gd-province-2018", "17"], ["coverage"]]
)
def test_tables_for_people_print(arguments):
    result = run(*arguments)
    assert result.exit_code == 0
    assert "gd-" in result.stdout or "第" in result.stdout


def test_a_verdict_for_people_prints(dossier):
    result = run("check", dossier, "--at", "2019-04-02 12:00")
    assert result.exit_code in (0, 1)
    assert "已履行" in result.stdout


def test_the_dossier_schema_in_the_documentation_is_the_one_in_force():
    assert schema("dossier") == dossier_schema(), "run: liuhen law schema > docs/formats/dossier.schema.json"


def test_the_law_commands_start_without_django():
    code = "import sys; import liuhen.site.cli.law, liuhen.site.cli.law_output; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_words_lists_the_lists_their_codes_and_finds_by_chinese():
    lists = json.loads(run("words", "--json").stdout)["words"]
    assert {"kind", "event", "documents", "steps"} <= {row["list"] for row in lists}
    assert all(row["label"] for row in lists), "every list says what it is for"
    found = json.loads(run("words", "--search", "询问笔录", "--json").stdout)["words"]
    assert ("documents", "inquiry_record") in {(row["list"], row["code"]) for row in found}
    assert "执法人员" in run("words", "roles").stdout
    assert run("words", "moon").exit_code == 2


@pytest.mark.parametrize("name", CLOSED)
def test_every_word_of_the_closed_lists_is_explained(name):
    rows = json.loads(run("words", name, "--json").stdout)["words"]
    assert rows
    assert all(row["label"] for row in rows)


def test_words_of_a_text_s_own_folder_are_added_to_those_of_the_house():
    result = CliRunner().invoke(law, ["--law", str(ROOT / "docs/how-to"), "words", "contents"])
    assert "items_counted" in result.stdout
    assert "violation_facts" in result.stdout


@pytest.fixture
def two_versions(tmp_path):
    """The transport text, and a version with one duty changed, one gone and one renamed."""
    for name in ("old", "new"):
        shutil.copytree(ROOT / "law/gd-transport-2019", tmp_path / name / "gd-transport-2019")
    duties = tmp_path / "new/gd-transport-2019/duties.yaml"
    text = duties.read_text(encoding="utf-8")
    assert "needs: {event: gathered}" in text
    duties.write_text(text.replace("unit: hours, from: made", "unit: calendar_days, from: made"), encoding="utf-8")
    return tmp_path / "old/gd-transport-2019", tmp_path / "new/gd-transport-2019"


def test_diff_names_what_changed_field_by_field_in_chinese(two_versions):
    result = run("diff", *two_versions)
    assert result.exit_code == 1
    assert "修改的义务（1）" in result.stdout
    assert "期限·单位：小时 → 日" in result.stdout
    found = json.loads(run("diff", *two_versions, "--json").stdout)
    assert [(d["change"], d["duty"]) for d in found["duties"]] == [("changed", "gather-documents")]


def test_diff_of_a_text_with_itself_is_none():
    result = run("diff", "gd-transport-2019", "gd-transport-2019")
    assert (result.exit_code, result.stdout) == (0, "两个版本没有差别\n")


def test_diff_of_two_texts_lists_new_and_gone_duties():
    found = json.loads(run("diff", "gd-province-2018", "gd-transport-2019", "--json").stdout)
    kinds = {duty["change"] for duty in found["duties"]}
    assert {"new", "gone"} <= kinds
    assert {"articles", "title"} <= {field["field"] for field in found["particulars"]}


def test_compare_shows_each_text_by_itself_and_silence_as_silence(dossier):
    arguments = ["compare", dossier, "--texts", "gd-province-2018,gd-transport-2019", "--at", "2019-04-02 12:00"]
    found = json.loads(run(*arguments, "--json").stdout)
    assert [text["text"] for text in found["texts"]] == ["gd-province-2018", "gd-transport-2019"]
    voices = {column["voice"] for row in found["topics"] for column in row["texts"]}
    assert voices <= {"speaks", "not_concerned", "not_in_force", "silent"}
    assert "speaks" in voices
    people = run(*arguments)
    assert people.exit_code == 0
    assert "议题" in people.stdout
    assert run("compare", dossier, "--texts", "gd-province-2018", "--at", "2019-04-02 12:00").exit_code == 2


def test_lint_asks_about_soft_words_in_a_hard_duty(tmp_path):
    shutil.copytree(ROOT / "docs/how-to", tmp_path / "how-to")
    duties = tmp_path / "how-to/example-regulation/duties.yaml"
    text = duties.read_text(encoding="utf-8")
    assert "    modality: should\n" in text
    duties.write_text(text.replace("    modality: should\n", "    modality: must\n"), encoding="utf-8")
    line = text.splitlines().index("  - id: inspection-film") + 1
    result = run("lint", duties)
    assert f"example-regulation/duties.yaml:{line}: 第3条：义务 inspection-film 的标题里有“鼓励”" in result.stdout


def test_lint_of_a_folder_names_duties_that_no_case_proves(tmp_path):
    shutil.copytree(ROOT / "docs/how-to", tmp_path / "how-to")
    (tmp_path / "how-to/example-regulation/cases/inspection.yaml").unlink()
    result = run("lint", tmp_path / "how-to/example-regulation")
    assert result.exit_code == 1
    missing = [line for line in result.stdout.splitlines() if "的案例" in line]
    assert len(missing) == 6
    assert all("第3条" in line and re.search(r"duties\.yaml:\d+:", line) for line in missing)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("duties.yaml", "  - id: inspection-staff\n", "\t- id: inspection-staff\n", 4, ["Tab"]),
        ("duties.yaml", "kind: staffing\n", "kind: staffing\n    kind: staffing\n", 8, ["重复", "第 7 行"]),
        ("duties.yaml", "at_least: 2,", "at_least: ２,", 12, ["全角", "2"]),
        ("duties.yaml", "staff: [enforcement]", "staff: enforcement", 12, ["列表"]),
        ("duties.yaml", "text: example-regulation\n", "text: &a example-regulation\n", 1, ["锚点"]),
        ("text.yaml", "short: 青禾城管办法", "short: " + "青" * 1_000_000, 3, ["这一行"]),
        ("text.yaml", "from: 2026-03-01", "from: ２０２６-０３-０１", 11, ["全角", "2026-03-01"]),
        ("text.yaml", "rank: normative_document", "rank: normative_documents", 6, ["“normative_document”"]),
        ("text.yaml", "[qinghe]", "[qingho]", 7, ["_vocabulary/territories.yaml", "“qinghe”"]),
        ("text.yaml", "[urban_management]", "[transport, urban]", 8, ["_vocabulary/fields.yaml", "urban"]),
        ("text.yaml", "local_regulation, dep", "local_rule, dep", 19, ["yields", "“local_regulation”"]),
        ("text.yaml", "government_rule]}", "law], topics: [store_record]}", 19, ["“store_recording”"]),
        (
            "text.yaml",
            "chapters:",
            "numbers:\n  - {key: keep_day, amount: 180, unit: calendar_days, article: 7}\nchapters:",
            21,
            ["numbers", "“keep_days”"],
        ),
        ("coverage.yaml", "{article: 1, as: definition", "{article: 1, as: define", 3, ["“definition”"]),
    ],
)
def test_hostile_or_slipped_files_are_told_with_line_and_remedy(file, old, new, line, words, tmp_path):
    shutil.copytree(ROOT / "docs/how-to", tmp_path / "how-to")
    path = tmp_path / "how-to/example-regulation" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run("lint", tmp_path / "how-to/example-regulation")
    told = [row for row in result.stdout.splitlines() if f"/{file}:{line}:" in row]
    assert result.exit_code == 1
    assert any(all(word in row for word in words) for row in told), result.stdout[:2000]


def test_lint_names_the_expectation_of_a_case_that_does_not_hold(tmp_path):
    shutil.copytree(ROOT / "docs/how-to", tmp_path / "how-to")
    case = tmp_path / "how-to/example-regulation/cases/inspection.yaml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("subject: s1, state: breached", "subject: s1, state: met"), encoding="utf-8")
    line = text.splitlines().index("  - title: 只有一个人，没有笔录，没有录像") + 1
    result = run("lint", case)
    assert result.exit_code == 1
    assert f"cases/inspection.yaml:{line}: 只有一个人" in result.stdout
    assert "应为 met，实为 breached" in result.stdout
    assert "还没有" in run("lint", tmp_path / "how-to/example-regulation").stdout
