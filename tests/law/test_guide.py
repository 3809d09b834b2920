"""The guide for jurists is true: its example lints, its quotations are the files' own, no key is missing."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.lawbook.conditions import FLAGS, VOCABULARY_FACETS
from liuhen.core.lawbook.dossier_models import DossierModel
from liuhen.core.lawbook.duty import DUTY_MODELS, Excuse, ItemPlace, Judgement, MendSpec
from liuhen.core.lawbook.needs import NEEDS
from liuhen.core.lawbook.periods import ALL_EVENTS, Deadline, Instead
from liuhen.core.lawbook.text import CoverageEntry, TextInfo
from liuhen.core.terms.labels import DutyKind, Modality, State, SubjectKind
from liuhen.site.cli.law import law
from liuhen.site.cli.law_words import rows_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/how-to"
PAGE = (FOLDER / "write-a-regulation.md").read_text(encoding="utf-8")
EXAMPLE = FOLDER / "example-regulation"
QUOTED = re.compile(r"^```\w+ (example-regulation/\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUOTATIONS = QUOTED.findall(PAGE)


def run(*arguments):
    return CliRunner().invoke(law, [*map(str, arguments)])


def test_the_example_has_no_problem_and_every_duty_is_proved_by_its_cases():
    result = run("lint", EXAMPLE)
    assert result.exit_code == 0, result.stdout


def test_the_example_fits_its_official_document():
    result = run("attach", EXAMPLE, EXAMPLE / "official.txt", "--dry-run")
    assert result.exit_code == 0, result.stdout


def test_the_page_quotes_all_the_kinds_of_files():
    assert {Path(name).name for name, _ in QUOTATIONS} >= {"official.txt", "text.yaml", "coverage.yaml", "duties.yaml"}
    assert any("cases/" in name for name, _ in QUOTATIONS)
    assert len(QUOTATIONS) >= 15


@pytest.mark.parametrize(("name", "quoted"), QUOTATIONS, ids=[f"{n}:{q.splitlines()[0]}" for n, q in QUOTATIONS])
def test_a_quotation_is_the_file_s_own_words(name, quoted):
    assert f"\n{quoted}" in "\n" + (FOLDER / name).read_text(encoding="utf-8")


def keys_of(model: type[BaseModel]) -> set[str]:
    """The keys of a model as they are written."""
    return {field.alias or name for name, field in model.model_fields.items()}


WRITTEN = {
    "text.yaml": keys_of(TextInfo),
    "coverage.yaml": keys_of(CoverageEntry),
    "a duty": keys_of(next(iter(DUTY_MODELS.values()))) - {"source"},
    "an excuse": keys_of(Excuse) | keys_of(ItemPlace) | keys_of(Judgement) | keys_of(MendSpec),
    "deadlines": keys_of(Deadline) | keys_of(Instead),
    "conditions": {*VOCABULARY_FACETS, *FLAGS, "stage", "medium", "any", "all", "not"},
    "events": set(ALL_EVENTS),
    "kinds": {kind.value for kind in DutyKind},
    "subjects": {kind.value for kind in SubjectKind},
    "modalities": {kind.value for kind in Modality},
    "states": {kind.value for kind in State},
    "the dossier": keys_of(DossierModel),
    **{f"needs of {kind.value}": keys_of(needs) for kind, needs in NEEDS.items()},
}


@pytest.mark.parametrize("what", WRITTEN)
def test_every_key_of_the_format_is_explained_in_the_page(what):
    missing = {key for key in WRITTEN[what] if not re.search(rf"(?<![a-z_]){re.escape(key)}(?![a-z_])", PAGE)}
    assert missing == set()


def test_every_command_in_the_page_exists():
    named = set(re.findall(r"liuhen law ([a-z]+)", PAGE))
    assert named <= set(law.commands)
    assert {"new", "lint", "attach", "words", "diff", "compare", "check", "coverage"} <= named


def test_links_inside_the_page_lead_to_its_headings():
    anchors = {
        re.sub(r"[^\w一-鿿-]", "", head.replace(" ", "-").lower()) for head in re.findall(r"^#+ (.*)$", PAGE, re.M)
    }
    assert {link for link in re.findall(r"\]\(#([^)]+)\)", PAGE)} <= anchors


LISTS = re.findall(r"^\*\*(\w+)\*\* .*\n\n(.*)$", PAGE.partition("## 附：词表")[2], re.MULTILINE)


@pytest.mark.parametrize(("name", "shown"), LISTS, ids=[name for name, _ in LISTS])
def test_the_words_in_the_page_are_those_of_the_house(name, shown):
    known = {(row.code, row.label) for row in rows_of(DiskLawFolder(ROOT / "law").vocabulary(), name)}
    assert {*re.findall(r"`([a-z0-9_]+)` ([^；]+)", shown)} - known == set(), "copy the line anew: liuhen law words"


def test_all_lists_are_in_the_page():
    assert {name for name, _ in LISTS} >= {"kind", "event", "steps", "documents", "roles", "topics"}
