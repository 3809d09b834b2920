"""`liuhen-verify FILE`: check an evidence package offline, without Liuhen's server, database or network.

`liuhen-verify --slip CODES FILE` checks a recording against the square codes on a paper instead.
Exit codes: 0 verified, 1 a step failed, 2 it could not be run (no such file, unreadable key).
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from liuhen.core.tlog import MalformedError, VerifierKey, parse_verifier_key
from liuhen.verify.messages import STEP_NAMES
from liuhen.verify.report import KeySource, Outcome, Report
from liuhen.verify.slip_check import check_slip
from liuhen.verify.verifier import verify_package

_BIG = 64 << 20
_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_RUN: "–"}
_WORDS = {
    "verified": ("核验通过。", "Verified."),
    "failed": ("核验不通过：第 {step} 步“{name}”。", "Not verified: step {step}, {name}."),
    "expected": ("应为", "expected"),
    "found": ("实为", "found"),
    "own_key": (
        "注意：未提供 --key，所用日志公钥来自包内，只能证明前后一致。请与另行取得的公钥比对：",
        "Note: no --key was given; the key below is the package's own and proves only that everything fits together.\n"
        "Compare it with one obtained elsewhere:",
    ),
    "given_key": ("日志公钥与您提供的一致：", "The log key is the one you gave:"),
    "no_file": ("无法打开 {file}：{reason}。请检查路径和权限。", "Cannot open {file}: {reason}."),
    "bad_key": ("--key 不是有效的日志公钥（名称+编号+base64）：{reason}", "--key is no verifier key: {reason}"),
    "case": (
        "案件 {case_number}，{agency}，{files} 个文件，{bytes} 字节",
        "Case {case_number}, {agency}, {files} files, {bytes} bytes",
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that cannot write Chinese shows escapes, not an error
        sys.stdout.reconfigure(errors="backslashreplace")
    if options.slip:
        return _slip(options)
    try:
        trusted = [parse_verifier_key(text.strip()) for text in options.key] if options.key else None
    except MalformedError as error:
        return _could_not(options.lang, "bad_key", reason=str(error))
    try:
        report = _verify(Path(options.file), trusted, quiet=options.quiet)
    except OSError as error:
        return _could_not(options.lang, "no_file", file=options.file, reason=error.strerror or str(error))
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=2) if options.json else render(report, options.lang))
    return 0 if report.verified else 1


def parser() -> argparse.ArgumentParser:
    """The command's options and their help."""
    parser = argparse.ArgumentParser(
        prog="liuhen-verify", description="离线核验留痕证据包。 Check a Liuhen evidence package offline."
    )
    parser.add_argument("file", metavar="FILE", help="证据包（.zip）或者录像 / the package, or a recording")
    parser.add_argument(
        "--key",
        action="append",
        metavar="VKEY",
        help="可信的日志公钥，可多次给出 / a log key you trust; may be repeated",
    )
    parser.add_argument(
        "--slip",
        metavar="CODES",
        help="核对录像是否在文书校验码的清单中 / check a recording against the codes of a paper, a text file",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON 报告 / print the report as JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    parser.add_argument("--quiet", action="store_true", help="不显示进度 / no progress")
    return parser


def _slip(options: argparse.Namespace) -> int:
    try:
        code, told = check_slip(Path(options.slip), Path(options.file), options.lang)
    except OSError as error:
        return _could_not(options.lang, "no_file", file=error.filename, reason=error.strerror or str(error))
    print(told, file=sys.stdout if code < 2 else sys.stderr)
    return code


def _verify(path: Path, trusted: list[VerifierKey] | None, *, quiet: bool) -> Report:
    shown = -1

    def progress(done: int, total: int) -> None:
        nonlocal shown
        percent = done * 100 // total
        if percent != shown and total >= _BIG:
            shown = percent
            print(f"\r{percent:3d} %", end="" if done < total else "\n", file=sys.stderr, flush=True)

    return verify_package(path, trusted, progress=None if quiet else progress)


def _say(language: str, key: str, **values: object) -> str:
    chinese, english = _WORDS[key]
    return (english if language == "en" else chinese).format(**values)


def _could_not(language: str, key: str, **values: object) -> int:
    print(_say(language, key, **values), file=sys.stderr)
    return 2


def render(report: Report, language: str) -> str:
    """The report for people: steps with their findings, the key, and the result."""
    lines = [_say(language, "case", **report.summary)] if "files" in report.summary else []
    for number, outcome in report.outcomes.items():
        lines.append(f"{_MARKS[outcome]} {number}. {STEP_NAMES[number][language]}")
        for finding in (f for f in report.findings if f.step == number):
            lines.append(f"     {finding.message(language)}")
            evidence = [("expected", finding.expected), ("found", finding.found)]
            lines += [f"       {_say(language, word)}: {value}" for word, value in evidence if value]
    if report.key is not None:
        source = "own_key" if report.key_source is KeySource.PACKAGE else "given_key"
        lines += [_say(language, source), f"  {report.key}"]
    return "\n".join([*map(_printable, lines), _result(report, language)])


def _result(report: Report, language: str) -> str:
    if report.verified:
        return _say(language, "verified")
    step = report.first_failed or 1
    return _say(language, "failed", step=step, name=STEP_NAMES[step][language])


def _printable(line: str) -> str:
    """Text from a package must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in line)


if __name__ == "__main__":
    sys.exit(main())
