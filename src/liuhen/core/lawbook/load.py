"""Reads one regulation from its files, handed in as text: typed, cross-checked, every problem reported at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from liuhen.core.lawbook.codes import codes_of, events_of
from liuhen.core.lawbook.duty import DUTY_MODELS, AnyDuty
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.expansion import expand
from liuhen.core.lawbook.near import near
from liuhen.core.lawbook.needs import EffectNeeds, ReleaseNeeds, UninterruptedNeeds
from liuhen.core.lawbook.particulars import not_in_list, unknown_codes
from liuhen.core.lawbook.periods import knows
from liuhen.core.lawbook.reading import Listing, Mapping, line_of, read_yaml
from liuhen.core.lawbook.support import refusal
from liuhen.core.lawbook.text import CoverageEntry, LawText, TextInfo
from liuhen.core.lawbook.typing_errors import typed
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import DutyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFiles:
    """The files of one regulation's folder; `folder` is its name, used in messages and required to be its id."""

    folder: str
    text: str
    duties: str
    coverage: str

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the three files as they are written."""
        return sha256(repr((self.text, self.duties, self.coverage)).encode()).hexdigest()


@dataclass(slots=True)
class _Placed:
    """A duty with the line it stands on."""

    duty: AnyDuty
    line: int


def load_text(files: TextFiles, vocabulary: Vocabulary) -> LawText:
    """The regulation, ready to be judged by; raises LawError with every problem of its three files."""
    problems: list[Problem] = []
    info = _particulars(files, vocabulary, problems)
    before = len(problems)
    placed = _duties(files, problems)
    all_typed = len(problems) == before
    coverage = _coverage(files, problems)
    if info is not None:
        problems += _cross_check(files, info, placed, vocabulary)
        if coverage is not None:
            problems += _check_coverage(files, info, coverage)
    if coverage is not None and all_typed:
        problems += _check_listed_duties(files, placed, coverage)
    if problems or info is None or coverage is None:
        raise LawError(problems)
    ordered = sorted((p.duty for p in placed), key=lambda d: (d.article, d.item.position if d.item else 0))
    return LawText(
        info=info, duties=tuple(ordered), coverage=tuple(coverage), vocabulary=vocabulary, digest=files.digest
    )


def _open(text: str, file: str, problems: list[Problem]) -> Mapping | None:
    try:
        return read_yaml(text, name=file)
    except LawError as error:
        problems += error.problems
        return None


def _particulars(files: TextFiles, vocabulary: Vocabulary, problems: list[Problem]) -> TextInfo | None:
    file = f"{files.folder}/text.yaml"
    tree = _open(files.text, file, problems)
    if tree is None:
        return None
    info = typed(TextInfo, tree, file=file)
    if isinstance(info, list):
        problems += info
        return None
    if info.id != files.folder:
        problems.append(Problem(file, line_of(tree, ["id"]), f"id 应与文件夹同名：{files.folder}，不是 {info.id}"))
    problems += [Problem(file, line, message) for line, message in unknown_codes(info, tree, vocabulary)]
    return info


def _entries(
    text: str, file: str, key: str, files: TextFiles, problems: list[Problem]
) -> Iterator[tuple[Mapping, int]]:
    """The mappings of the file's one list, checked for its frame: `text:` and the list."""
    tree = _open(text, file, problems)
    if tree is None:
        return
    problems += [
        Problem(file, tree.lines[name], f"不认识的字段“{name}”，这里只写 text 和 {key}")
        for name in tree
        if name not in ("text", key)
    ]
    if tree.get("text") != files.folder:
        problems.append(Problem(file, line_of(tree, ["text"]), f"text 应写文件夹名 {files.folder}"))
    entries = tree.get(key)
    if not isinstance(entries, Listing):
        problems.append(Problem(file, tree.line, f"缺少列表 {key}"))
        return
    for entry, line in zip(entries, entries.lines, strict=True):
        if isinstance(entry, Mapping):
            yield entry, line
        else:
            problems.append(Problem(file, line, f"{key} 的每一项应为映射"))


def _duties(files: TextFiles, problems: list[Problem]) -> list[_Placed]:
    file = f"{files.folder}/duties.yaml"
    placed: list[_Placed] = []
    for entry, line in _entries(files.duties, file, "duties", files, problems):
        article = _article_of(entry)
        for spread in expand(entry, file=file, article=article):
            if isinstance(spread, Problem):
                problems.append(spread)
            else:
                _type_duty(spread, line, file, placed, problems)
    return placed


def _type_duty(entry: Mapping, line: int, file: str, placed: list[_Placed], problems: list[Problem]) -> None:
    kinds = {kind.value: kind for kind in DutyKind}
    article, kind = _article_of(entry), entry.get("kind", "")
    if not isinstance(kind, str) or kind not in kinds:
        known = "、".join(kinds)
        problems.append(
            Problem(
                file,
                line_of(entry, ["kind"]) or line,
                f"kind“{kind}”不认识，应为其中之一：{known}{near(str(kind), kinds)}",
                article,
            )
        )
        return
    duty = typed(DUTY_MODELS[kinds[kind]], entry, file=file, article=article)
    if isinstance(duty, list):
        problems += duty
    else:
        placed.append(_Placed(duty, entry.line or line))


def _article_of(entry: Mapping) -> int | None:
    article = entry.get("article")
    return int(article) if isinstance(article, str) and article.isascii() and article.isdigit() else None


def _coverage(files: TextFiles, problems: list[Problem]) -> list[CoverageEntry] | None:
    file = f"{files.folder}/coverage.yaml"
    before, entries = len(problems), []
    for entry, _ in _entries(files.coverage, file, "articles", files, problems):
        answer = typed(CoverageEntry, entry, file=file, article=_article_of(entry))
        if isinstance(answer, list):
            problems += answer
        else:
            entries.append(answer)
    return entries if len(problems) == before else None


def _cross_check(files: TextFiles, info: TextInfo, placed: list[_Placed], vocabulary: Vocabulary) -> Iterator[Problem]:
    file = f"{files.folder}/duties.yaml"
    twice = {id for id, count in Counter(p.duty.id for p in placed).items() if count > 1}
    loops = {p.duty.id for p in placed if p.duty.kind is DutyKind.INTERRUPTION_LOOP}
    names = {name for p in placed for name in (p.duty.id, p.duty.entry)}
    for p in placed:
        for message in (*_faults(p.duty, info, twice, loops, vocabulary), *_nothing_released(p.duty, names)):
            yield Problem(file, p.line, f"{p.duty.id}：{message}", p.duty.article)


def _nothing_released(duty: AnyDuty, names: set[str]) -> Iterator[str]:
    """Duties of this text that a release names and that do not exist; those of other texts cannot be seen from here."""
    for name in duty.needs.duties if isinstance(duty.needs, ReleaseNeeds) else ():
        if "/" not in name and name not in names:
            yield f"duties“{name}”不是本文本的义务{near(name, names)}"


def _faults(duty: AnyDuty, info: TextInfo, twice: set[str], loops: set[str], vocabulary: Vocabulary) -> Iterator[str]:
    if duty.id in twice:
        yield "标识重复，请改成不同的标识"
    if not 1 <= duty.article <= info.articles:
        yield f"本文本只有 {info.articles} 条，没有第 {duty.article} 条"
    if reason := refusal(duty.kind, duty.subject):
        yield reason
    if duty.kind is DutyKind.DEADLINE and duty.needs and duty.deadline is None:
        yield "期限（deadline）义务应写 deadline"
    for name, code in dict.fromkeys(codes_of(duty)):
        if not vocabulary.knows(name, code):
            yield not_in_list(name, code, vocabulary)
    for event, subject in dict.fromkeys(events_of(duty)):
        if not knows(subject, event):
            yield f"{subject.label}（{subject.value}）没有事件 {event}"
    for loop in duty.needs.loop if isinstance(duty.needs, UninterruptedNeeds) else ():
        if loop not in loops:
            yield f"loop“{loop}”不是本文本的中止记录（interruption_loop）义务"
    if isinstance(duty.needs, EffectNeeds) and duty.needs.lapses and duty.deadline is None:
        yield "逾期的法律效果（lapses）应写 deadline"


def _check_coverage(files: TextFiles, info: TextInfo, coverage: list[CoverageEntry]) -> Iterator[Problem]:
    file = f"{files.folder}/coverage.yaml"
    listed = Counter(entry.article for entry in coverage)
    for article in range(1, info.articles + 1):
        if listed[article] != 1:
            mend = f"，请加一行 - {{article: {article}, as: …, reason: …}}" if not listed[article] else "，请合并成一行"
            fault = "没有列出" if not listed[article] else "列出了不止一次"
            yield Problem(file, 0, f"{fault}，每一条应恰好列一次{mend}", article)
    for article in sorted(set(listed) - set(range(1, info.articles + 1))):
        yield Problem(file, 0, f"本文本只有 {info.articles} 条，请删去", article)


def _check_listed_duties(files: TextFiles, placed: list[_Placed], coverage: list[CoverageEntry]) -> Iterator[Problem]:
    file = f"{files.folder}/coverage.yaml"
    written = {(p.duty.article, p.duty.entry) for p in placed}
    answered = {(entry.article, id) for entry in coverage for id in entry.duties}
    for article, id in sorted(written - answered):
        yield Problem(file, 0, f"义务 {id} 没有列在本条的 duties 中，请补上", article)
    for article, id in sorted(answered - written):
        yield Problem(file, 0, f"duties.yaml 中没有本条的义务 {id}，请核对", article)
