"""Documents that cannot rot: links lead somewhere, commands exist, nothing of one machine is written down."""

from __future__ import annotations

import re

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"(?<![\w-])make ([a-z]+)\b")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
COMMANDED = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", ".ci/run"]
# Written apart, so that this file does not name what it forbids.
HOSTS = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "registry." + "yarnpkg", "npm" + "mirror"]
FOLDERS = ["work", "tmp", "root", "home/[a-z]+", "opt/pypi"]
FOREIGN = re.compile("|".join([*map(re.escape, HOSTS), *(rf"(?<![\w.~$}}-])/{folder}/\w" for folder in FOLDERS)]))
BINARY = {".png", ".jpg", ".jpeg", ".woff2", ".zip", ".mp4", ".pdf", ".bin", ".gz"}


def _markdown(project):
    return [path for path in project.files if path.suffix == ".md"]


def _without_code(text):
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def test_every_link_in_the_documents_leads_somewhere(project):
    found = []
    for path in _markdown(project):
        for target in LINK.findall(_without_code(path.read_text(encoding="utf-8"))):
            place = target.partition("#")[0]
            if place and "://" not in target and not (path.parent / place).exists():
                found.append(f"{project.name(path)}: {target}")
    assert not found, f"these links lead nowhere: {found}"


@pytest.mark.parametrize("name", COMMANDED)
def test_every_make_command_in_the_documents_exists(project, name):
    targets = set(TARGET.findall((project.root / "Makefile").read_text(encoding="utf-8")))
    quoted = "\n".join(re.findall(r"```.*?```|`[^`\n]*`", _shown(project, name), flags=re.DOTALL))
    assert set(MAKE.findall(quoted)) <= targets


def _shown(project, name):
    text = (project.root / name).read_text(encoding="utf-8")
    return text if name.endswith(".md") else f"```{text}```"


def test_no_file_names_a_registry_or_a_path_of_one_machine(project):
    found = []
    for path in project.files:
        if path.suffix in BINARY or path.name == "LICENSE":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{project.name(path)}:{number}: {line.strip()[:80]}")
    assert not found, f"these hold on one machine only: {found}"


def test_the_pattern_for_foreign_places_finds_them():
    assert FOREIGN.search("https://" + HOSTS[0] + "/simple")
    assert FOREIGN.search("open('" + "/root" + "/x')")
    assert not FOREIGN.search("../home/main and {% url %}/root and https://example.org/home")


def test_decisions_have_a_number_of_their_own_and_are_listed(project):
    folder = project.root / "docs/decisions"
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert len({name[:4] for name in names}) == len(names)
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"({name})" not in listed] == []


def test_every_decision_says_what_it_was_about_what_was_decided_and_why(project):
    for path in sorted((project.root / "docs/decisions").glob("[0-9]*.md")):
        said = re.findall(r"^\*\*(Context|Decision|Why)\.\*\* \S", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert said == ["Context", "Decision", "Why"], f"{path.name}: {said}"
