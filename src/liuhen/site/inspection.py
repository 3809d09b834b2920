"""Inspection of a whole instance: journal, log, rows and every byte in the vault. Run by `liuhen log verify`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from liuhen.apps.archiving.queries import kept_digests as volume_digests
from liuhen.apps.cases.queries import document_digests
from liuhen.apps.documents.queries import kept_digests as signed_digests
from liuhen.apps.findings.queries import kept_digests as found_digests
from liuhen.apps.importing.queries import kept_digests as table_digests
from liuhen.apps.journal.verification import Finding, check_journal
from liuhen.apps.lawlib.queries import wording_digests
from liuhen.apps.recordings.queries import kept_digests
from liuhen.apps.review.queries import kept_digests as clip_digests
from liuhen.core.sizes import size_words
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane
from liuhen.site.wording import exact

STEPS = {1: "日志条目", 2: "检查点", 3: "日志树", 4: "各表", 5: "保管库"}


@dataclass(frozen=True, slots=True)
class OnTheirWay:
    """Uploads that have no row yet: how many, the bytes that have come of all they are to bring, the quietest's last.

    They are no fault: a browser may go on with them until they run out.
    """

    number: int = 0
    received: int = 0
    announced: int = 0
    oldest: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        oldest = self.oldest.isoformat() if self.oldest else None
        return {"number": self.number, "received": self.received, "announced": self.announced, "oldest": oldest}

    def words(self) -> str:
        """The same for people."""
        if self.oldest is None:
            return "没有未完成的上传。"
        come, whole = size_words(self.received), size_words(self.announced)
        return f"未完成的上传 {self.number} 个，已收到 {come}，共 {whole}；最久未动的停在 {exact(self.oldest)}。"


@dataclass(slots=True)
class Inspection:
    """What was looked at and what was found; `notices` are leftovers of interrupted work, which nothing depends on."""

    entries: int
    published: int
    objects: int = 0
    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    uploads: OnTheirWay = field(default_factory=OnTheirWay)

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
            "uploads": self.uploads.as_json(),
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
        click.echo(self.uploads.words())
        click.echo(f"条目 {self.entries}（已发布 {self.published}），保管库对象 {self.objects}。")


def inspect_instance(*, show_progress: bool) -> Inspection:
    """Check everything; reads every byte kept, so it takes as long as hashing the vault takes."""
    with _progress(show_progress) as bar:
        journal = bar.add_task("日志", total=None)
        check = check_journal(lambda seq: bar.update(journal, completed=seq + 1))
        report = Inspection(check.entries, check.published, findings=check.findings)
        _check_vault(report, bar)
    report.uploads = _on_their_way()
    return report


def _on_their_way() -> OnTheirWay:
    standing = outside().uploads.standing()
    return OnTheirWay(
        number=len(standing),
        received=sum(one.offset for one in standing),
        announced=sum(one.length for one in standing),
        oldest=min((one.touched_at for one in standing), default=None),
    )


def _check_vault(report: Inspection, bar: Progress) -> None:
    """Step 5: every digest a row names is there and its bytes give that digest."""
    vault = outside().vault
    known = {*kept_digests(), *document_digests(), *wording_digests(), *found_digests(), *clip_digests()}
    known |= {*signed_digests(), *volume_digests()}
    known |= {*table_digests()}
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
        report.notices.append(
            f"入库中断留下的临时文件 {leftover.name}（{size_words(leftover.size)}），重新入库后可清理"
        )


@contextmanager
def _progress(show: bool) -> Iterator[Progress]:
    with Progress(console=Console(stderr=True), transient=True, disable=not show) as bar:
        yield bar
