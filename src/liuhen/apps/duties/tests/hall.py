"""A case of the transport procedure rules on which acts are done now, each by the person it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from liuhen.apps.cases.actions import (
    Decision,
    NewApproval,
    NewCase,
    NewDocument,
    NewStep,
    Times,
    ask_approval,
    decide_approval,
    open_case,
    register_document,
    set_milestone,
)
from liuhen.apps.cases.actions import add_step as really_add_step
from liuhen.apps.cases.models import Approval, Case, Document, Milestone
from liuhen.apps.duties.tests.conftest import NINE
from liuhen.apps.lawlib.actions import bind_text
from liuhen.site.testing import Cast

TEXT = "cn-transport-procedure-2021"
NOW = NINE + timedelta(days=1)


@dataclass
class Hall:
    """The cast and a case of the ordinary procedure; acts are done now, as the people they belong to."""

    cast: Cast
    case: Case

    def paper(self, kind: str, at: datetime = NINE, **more: Any) -> Document:
        return register_document(self.cast.handler, self.case, NewDocument(kind=kind, made_at=at, **more))

    def ask(self, kind: str, *about: str) -> Approval:
        return ask_approval(self.cast.handler, self.case, NewApproval(kind=kind, about=about, note="请批准"))

    def approve(self, kind: str, outcome: str = "approved") -> Approval:
        who = self.cast.reviewer if kind == "legal_review" else self.cast.head
        return decide_approval(who, self.ask(kind), Decision(outcome=outcome, words="如上"))

    def reach(self, kind: str, at: datetime = NOW) -> Milestone:
        return set_milestone(self.cast.handler, self.case, kind, at)

    def step(self, kind: str, at: datetime = NOW, **more: Any) -> Any:
        return really_add_step(
            self.cast.handler, self.case, NewStep(kind=kind, stage="investigation", times=Times(start=at), **more)
        )

    def filed(self) -> Hall:
        self.paper("filing_form")
        self.approve("case_filing")
        self.reach("filed")
        return self

    def reported(self) -> Hall:
        self.filed().paper("investigation_report")
        self.reach("investigated")
        self.approve("investigation_unit")
        self.approve("investigation_report")
        return self

    def told(self) -> Hall:
        self.reported().paper("violation_notice", NOW)
        self.paper("proof_of_service", NOW)
        self.reach("told")
        return self


def hall_of(cast: Cast, *texts: str, **about: Any) -> Hall:
    for text in texts:
        bind_text(None, cast.agency, text)
    fields: dict[str, Any] = {
        "number": "粤交罚〔2026〕7号",
        "cause": "无证营运",
        "party": "某甲",
        "acts": ("penalty",),
        **about,
    }
    return Hall(cast, open_case(cast.handler, NewCase(**fields)))


def barred(act: Callable[..., Any], *args: Any, **words: Any) -> str:
    """What a refused act is told."""
    with pytest.raises(ValidationError) as error:
        act(*args, **words)
    return "".join(error.value.messages)
