"""Checks an evidence package with nobody's help: no Django, no network.

`verify_package(path)` runs the numbered steps of `verifier` and returns a `Report`; `cli.main` is `liuhen-verify`.
"""

from liuhen.verify.report import Finding, KeySource, Outcome, Report
from liuhen.verify.verifier import verify_package

__all__ = ["Finding", "KeySource", "Outcome", "Report", "verify_package"]
