"""What a verification found: steps, findings with their evidence, and whose key was believed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from liuhen.verify.messages import STEP_NAMES, text_of

REPORT_FORMAT = "liuhen-verify-report/1"


class Outcome(StrEnum):
    """How a step ended; a step is not run when an earlier failure took away what it needs."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"


class KeySource(StrEnum):
    """Where the key that was believed came from: given by the person checking, or only found in the package."""

    GIVEN = "given"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: at which step, about which file or entry, what was expected and what was found."""

    step: int
    code: str
    subject: str
    expected: str | None = None
    found: str | None = None

    def message(self, language: str) -> str:
        """One sentence in `zh` or `en`."""
        return text_of(self.code, language).format(subject=self.subject)

    def to_json(self) -> dict[str, Any]:
        """The finding with its sentence in both languages."""
        return {**asdict(self), "message": {"zh": self.message("zh"), "en": self.message("en")}}


@dataclass(slots=True)
class Report:
    """The result of `verify_package`. `summary` holds what the package says of itself; believe it only if verified."""

    outcomes: dict[int, Outcome] = field(default_factory=lambda: dict.fromkeys(STEP_NAMES, Outcome.NOT_RUN))
    findings: list[Finding] = field(default_factory=list)
    key: str | None = None
    key_source: KeySource | None = None
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def verified(self) -> bool:
        """Whether every step was run and passed."""
        return all(outcome is Outcome.PASSED for outcome in self.outcomes.values())

    @property
    def first_failed(self) -> int | None:
        """Number of the first step that failed, or None."""
        return next((n for n, outcome in self.outcomes.items() if outcome is Outcome.FAILED), None)

    def to_json(self) -> dict[str, Any]:
        """The report as described by docs/formats/evidence-package.report.schema.json."""
        return {
            "format": REPORT_FORMAT,
            "verified": self.verified,
            "first_failed": self.first_failed,
            "steps": [
                {"step": n, "name": STEP_NAMES[n], "outcome": outcome.value} for n, outcome in self.outcomes.items()
            ],
            "findings": [finding.to_json() for finding in self.findings],
            "key": self.key,
            "key_source": self.key_source.value if self.key_source else None,
            "summary": self.summary,
        }
