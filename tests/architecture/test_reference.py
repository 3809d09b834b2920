"""docs/reference is what the code says today, and docs/README.md leads to every document."""

from __future__ import annotations

import re
import subprocess
import sys

VARIABLE = re.compile(r"LIUHEN_[A-Z]+")


def test_the_reference_is_up_to_date(project):
    words = [sys.executable, project.root / "tools/reference.py", "--check"]
    done = subprocess.run(words, cwd=project.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_variable_the_program_reads_is_in_the_reference(project):
    said = set(VARIABLE.findall((project.root / "docs/reference/settings.md").read_text(encoding="utf-8")))
    read = {name for file in project.package for name in VARIABLE.findall(file.path.read_text(encoding="utf-8"))}
    assert read, "no variable was found: have they been renamed?"
    assert read == said


def test_the_index_of_the_documents_leads_to_each_of_them(project):
    folder = project.root / "docs"
    index = (folder / "README.md").read_text(encoding="utf-8")
    there = {
        path.relative_to(folder).as_posix() for path in project.files if path.suffix == ".md" and folder in path.parents
    }
    # Decisions have an index of their own.
    wanted = {name for name in there if not re.match(r"decisions/\d", name)} - {"README.md"}
    assert {name for name in wanted if f"({name})" not in index} == set()
