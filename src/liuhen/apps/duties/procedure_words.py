"""What bars a step, in words: what is missing, which article asks for it, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from liuhen.apps.duties.citing import cited, cited_at
from liuhen.apps.lawlib.queries import acting_as, acting_roles, decided_by, short_title, term
from liuhen.core.duties.words import numeral
from liuhen.core.procedure.procedure import Procedure, Transition
from liuhen.core.procedure.standing import Bar, BarKind

if TYPE_CHECKING:
    from liuhen.apps.duties.models import Obligation as Row
    from liuhen.core.procedure.attempt import Outcome
    from liuhen.core.procedure.standing import Standing
    from liuhen.core.terms.verdict import Obligation

_HAND, _AT_WORK = "handler", ("officer", "handler")
"""Who has a case in hand, and the roles of the house that may (people/roles: they have the right to work on one)."""


def sentences(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Why an attempt is barred, each reason under a name of its own; nothing for one that is open."""
    step = f"{outcome.procedure.id}/{outcome.step.id}"
    if outcome.upsets:
        later = "”“".join(dict.fromkeys(step.title for step in outcome.upsets))
        words = f"所填时间早于已经办理的“{later}”，会使其失去前提（{basis_words(outcome.step)}）。请核对时间。"
        yield f"{step}/before {','.join(sorted(one.id for one in outcome.upsets))}", words
    elif not outcome.led:
        words = not_led(outcome.procedure, outcome.step, outcome.before, past=outcome.past)
        yield f"{step}/from {outcome.before.state.id}", words
    for bar in outcome.bars:
        words = f"{outcome.step.title}前{bar_words(bar)}（{basis_words(outcome.step)}）。"
        yield f"{step}/{bar.kind}/{bar.code}", _role_words(outcome.step, bar) if bar.kind is BarKind.ROLE else words


def not_led(procedure: Procedure, step: Transition, standing: Standing, *, past: bool = False) -> str:
    """Why a step can't be taken from where the case stands, or stood, and which can."""
    after = after_words(procedure, step)
    onward = "、".join(dict.fromkeys(one.transition.title for one in standing.following))
    here = f"按{procedure.title}，案件{'当时' if past else '现'}处于“{standing.state.title}”"
    then = f"，下一步可以：{onward}" if onward else "，程序到此为止"
    return f"“{step.title}”应当在“{after}”之后办理（{basis_words(step)}）。{here}{then}。"


def after_words(procedure: Procedure, step: Transition) -> str:
    """The states a step leads on from."""
    return "”或者“".join(procedure.state(state).title for state in step.from_)


def bar_words(bar: Bar) -> str:
    """One thing in the way and what to do about it, without a full stop."""
    match bar.kind:
        case BarKind.DOCUMENT:
            named = "》或者《".join(term("documents", code) for code in bar.codes)
            return f"缺《{named}》，请先制作并使其生效"
        case BarKind.APPROVAL:
            return f"“{term('approvals', bar.code)}”尚未经批准，请先提请审批"
        case BarKind.REFUSED:
            return f"“{term('approvals', bar.code)}”的审批未获同意，补正后可以重新提请"
    return bar.gate.missing if bar.gate else bar.code


def who_words(step: Transition) -> str:
    """Who does what for a step: who decides it, and who does it in the case, as the guard asks it."""
    workers = acting_roles(_AT_WORK)
    if step.event_kind == "passed":
        return _("%(hand)s提请，%(who)s审批") % {"hand": _named([_HAND]), "who": _deciding(step.event_code)}
    own = [code for code in step.by if code in workers]
    if step.approval:
        said = {"who": _deciding(step.approval), "hand": _named(own or [_HAND])}
        return _("经%(who)s批准后，由%(hand)s办理") % said
    if own:
        return _("由%(who)s办理") % {"who": _named(step.by)}
    said = {"who": _named(step.by), "hand": _named([_HAND])}
    if step.event_kind == "document":
        return _("%(hand)s制作，%(who)s核对后生效") % said
    return _("%(who)s参加，由%(hand)s登记") % said


def _deciding(approval: str) -> str:
    return _named([acting_as(approval)] if acting_as(approval) else decided_by(approval))


def _named(roles: Iterable[str]) -> str:
    return "、".join(term("roles", code) for code in roles)


def _role_words(step: Transition, bar: Bar) -> str:
    """By whom a step is taken that somebody else tries."""
    roles = "、".join(term("roles", code) for code in bar.codes)
    how = {
        "document": "请由其核对本文书后再使其生效",
        "step": "请在参加人员中登记其身份",
    }.get(step.event_kind, "请由其登记")
    return f"“{step.title}”由{roles}办理，{how}（{basis_words(step)}）。"


def gate_sentence(obligation: Obligation) -> str:
    """A gate that is shut: what it asks, what is missing, and the article."""
    return _gate_words(obligation, cited_at(obligation.text, obligation.article, obligation.item))


def kept_gate_sentence(row: Row) -> str:
    """The same of a gate as it was judged last."""
    return _gate_words(row, cited(row))


def _gate_words(gate: Obligation | Row, where: str) -> str:
    return f"{gate.title}：{gate.missing or '条件未齐'}（{where}）。"


def basis_words(step: Transition) -> str:
    """The articles a step rests on, those of one text together."""
    named: dict[str, list[int]] = {}
    for one in step.basis:
        named.setdefault(short_title(one.text) if one.text else str(one.law), []).append(one.article)
    return "，".join(f"{name}{_articles(numbers)}" for name, numbers in named.items())


def _articles(numbers: Iterable[int]) -> str:
    return "、".join(f"第{numeral(number)}条" for number in numbers)
