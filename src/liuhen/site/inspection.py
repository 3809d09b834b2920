"""Inspection of a whole instance: journal, log, rows and every byte in the vault. Run by `liuhen log verify`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from liuhen.apps.cases.queries import document_digests
from liuhen.apps.findings.queries import kept_digests as found_digests
from liuhen.apps.journal.verification import Finding, check_journal
from liuhen.apps.lawlib.queries import wording_digests
from liuhen.apps.recordings.queries import kept_digests
from liuhen.apps.review.queries import kept_digests as clip_digests
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane

STEPS = {1: "日志条目", 2: "检查点", 3: "日志树", 4: "各表", 5: "保管库"}


@dataclass(slots=True)
class Inspection:
    """What was looked at and what was found; `notices` are leftovers of interrupted work, which nothing depends on."""

    entries: int
    published: int
    objects: int = 0
    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True when nothing disagreed."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "clean": self.clean,
            "entries": self.entries,
            "published": self.published,
            "objects": self.objects,
            "findings": [{"step": f.step, "about": f.about, "text": f.text} for f in self.findings],
            "notices": self.notices,
        }

    def print(self) -> None:
        """The report for people."""
        for step, title in STEPS.items():
            found = [finding for finding in self.findings if finding.step == step]
            click.echo(f"{step} {title}：{'有出入' if found else '完好'}")
            for finding in found:
                click.echo(f"    {finding.about}：{finding.text}")
        for notice in self.notices:
            click.echo(f"提示：{notice}")
        click.echo(f"条目 {self.entries}（已发布 {self.published}），保管库对象 {self.objects}。")


def inspect_instance(*, show_progress: bool) -> Inspection:
    """Check everything; reads every byte kept, so it takes as long as hashing the vault takes."""
    with _progress(show_progress) as bar:
        journal = bar.add_task("日志", total=None)
        check = check_journal(lambda seq: bar.update(journal, completed=seq + 1))
        report = Inspection(check.entries, check.published, findings=check.findings)
        _check_vault(report, bar)
    return report


def _check_vault(report: Inspection, bar: Progress) -> None:
    """Step 5: every digest a row names is there and its bytes give that digest."""
    vault = outside().vault
    known = {*kept_digests(), *document_digests(), *wording_digests(), *found_digests(), *clip_digests()}
    task = bar.add_task("保管库", total=len(known))
    for digest in sorted(known):
        finding = vault.verify(digest)
        if finding:
            report.findings.append(Finding(5, digest, finding.detail))
        report.objects += 1
        bar.advance(task)
    made = {digest for digest in vault.iter_digests(Lane.DERIVED) if digest not in known}
    if made:
        report.notices.append(f"{len(made)} 个派生文件无人引用（分析中断或重做所留），不影响任何原件：{min(made)} …")
    orphans = [digest for digest in vault.iter_digests() if digest not in known | made]
    if orphans:
        report.notices.append(f"{len(orphans)} 个已存对象尚无记录（入库中断所留），重新入库即可补上：{orphans[0]} …")
    for leftover in vault.leftovers():
        report.notices.append(f"入库中断留下的临时文件 {leftover.name}（{leftover.size} 字节），重新入库后可清理")


@contextmanager
def _progress(show: bool) -> Iterator[Progress]:
    with Progress(console=Console(stderr=True), transient=True, disable=not show) as bar:
        yield bar
