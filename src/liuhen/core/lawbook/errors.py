"""What is wrong with a law file, told so that its writer can mend it: file, line, article, fault, what to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuhen.core.errors import LiuhenError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of one file; `line` counts from 1, 0 when the fault is of the whole file."""

    file: str
    line: int
    message: str
    article: int | None = None

    def __str__(self) -> str:
        """One line as compilers print it, with the article where there is one."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        article = f"第{self.article}条：" if self.article else ""
        return f"{place}: {article}{self.message}"


class LawError(LiuhenError):
    """A file of the law folder, a dossier or a case cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in file and line order."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.article or 0, p.message)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
