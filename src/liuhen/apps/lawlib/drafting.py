"""A text as files in memory: read, checked, its worked cases run, compared with another version. Nothing is kept here.

File names are those of the law folder: text.yaml, duties.yaml, coverage.yaml, and any number of cases/….yaml.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.core.duties.case_gaps import gaps
from liuhen.core.duties.case_runner import Outcome, run_check
from liuhen.core.lawbook.cases import CaseCheck, read_cases
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.scaffold import TO_FILL
from liuhen.core.lawbook.soft_words import soft_words
from liuhen.core.tlog.canonical import canonical_json

if TYPE_CHECKING:
    from liuhen.core.deadlines.calendar import WorkCalendar
    from liuhen.core.lawbook.text import LawText
    from liuhen.core.lawbook.vocabulary import Vocabulary

Files = Mapping[str, str]
MAIN_FILES = ("text.yaml", "duties.yaml", "coverage.yaml")
CASE_FILE = re.compile(r"cases/[a-z0-9][a-z0-9-]{0,59}\.yaml", re.ASCII)


def digest_of(files: Files) -> str:
    """SHA-256 (hex) of the files in canonical form."""
    return hashlib.sha256(canonical_json(dict(files))).hexdigest()


def in_order(files: Files) -> list[str]:
    """The names of the files: the three of the text, then its cases."""
    return [*(name for name in MAIN_FILES if name in files), *sorted(name for name in files if name not in MAIN_FILES)]


def read_files(name: str, files: Files, vocabulary: Vocabulary) -> LawText:
    """The text typed and cross-checked; raises LawError with every problem."""
    text, duties, coverage = (files.get(file, "") for file in MAIN_FILES)
    return load_text(TextFiles(folder=name, text=text, duties=duties, coverage=coverage), vocabulary)


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One check of a worked case with every expectation and what came of it."""

    check: CaseCheck
    file: str
    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> int:
        """How many expectations did not hold."""
        return sum(bool(outcome.fault) for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Examination:
    """What there is to say of a draft: every problem with its file and line, and every check of its cases.

    `law` is the text as it would be read, None where that is not possible yet.
    """

    law: LawText | None
    problems: tuple[Problem, ...]
    runs: tuple[CheckRun, ...]

    @property
    def failed(self) -> int:
        """How many checks failed."""
        return sum(run.failed > 0 for run in self.runs)

    @property
    def ready(self) -> bool:
        """Whether it may be sent for approval: nothing to mend, cases there are, and all of them hold."""
        return self.law is not None and not self.problems and bool(self.runs) and not self.failed

    def problems_in(self, file: str) -> list[Problem]:
        """The problems of one file."""
        return [problem for problem in self.problems if problem.file == file]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a draft is read with: the shared words, the working days, and the texts its cases may name besides."""

    vocabulary: Vocabulary
    calendar: WorkCalendar
    texts: Mapping[str, LawText]


def examine(name: str, files: Files, around: Surroundings) -> Examination:
    """Read the draft `name`, and where that is possible run its cases and see which duties they leave unproven."""
    problems: list[Problem] = [*_unfilled(files)]
    law = None
    try:
        law = read_files(name, files, around.vocabulary)
    except LawError as error:
        problems += error.problems
    checks = list(_checks(name, files, around.vocabulary, problems))
    runs = tuple(_runs(name, law, checks, around, problems)) if law else ()
    if law:
        problems += _of_whole(law, files, runs)
    return Examination(law, tuple(sorted(_here(name, problem) for problem in problems)), runs)


def _unfilled(files: Files) -> Iterator[Problem]:
    """The gaps which the scaffold of a new text left for a person to fill."""
    for name, content in files.items():
        for number, line in enumerate(content.splitlines(), 1):
            if TO_FILL in line:
                yield Problem(name, number, f"还没有填写：{line.strip()[:80]}（填好后去掉〔待填〕）")


def _of_whole(law: LawText, files: Files, runs: tuple[CheckRun, ...]) -> Iterator[Problem]:
    """What only the whole text shows: duties no case proves, and hard duties in soft words."""
    duties = files["duties.yaml"]
    for soft in soft_words(law):
        yield Problem("duties.yaml", _line_of(soft.duty, duties), soft.message, soft.article)
    for gap in gaps(law, [outcome for run in runs for outcome in run.outcomes]):
        duty = law.duty(gap.duty)
        yield Problem("duties.yaml", _line_of(duty.entry if duty else gap.duty, duties), str(gap), gap.article)


def _line_of(entry: str, duties: str) -> int:
    """Where in duties.yaml a duty begins; 0 when it is not found."""
    begins = re.compile(rf"[\s{{-]*id:\s*['\"]?{re.escape(entry)}['\"]?\s*(?:[,}}#].*)?")
    return next((number for number, line in enumerate(duties.splitlines(), 1) if begins.fullmatch(line)), 0)


def _checks(name: str, files: Files, vocabulary: Vocabulary, problems: list[Problem]) -> Iterator[CaseCheck]:
    for file in in_order(files):
        if file in MAIN_FILES:
            continue
        try:
            yield from read_cases(files[file], name=f"{name}/{file}", owner=name, vocabulary=vocabulary)
        except LawError as error:
            problems += error.problems


def _runs(
    name: str, law: LawText, checks: list[CaseCheck], around: Surroundings, problems: list[Problem]
) -> Iterator[CheckRun]:
    texts = {**around.texts, name: law}
    for check in checks:
        unknown = [id for id in check.texts if id not in texts]
        if unknown:
            problems.append(Problem(check.file, check.line, f"没有标识为“{unknown[0]}”的文本，请核对 texts"))
        else:
            yield CheckRun(check, check.file.removeprefix(f"{name}/"), run_check(check, texts, around.calendar))


def _here(name: str, problem: Problem) -> Problem:
    """The problem with its file named as in the draft."""
    return Problem(problem.file.removeprefix(f"{name}/"), problem.line, problem.message, problem.article)
