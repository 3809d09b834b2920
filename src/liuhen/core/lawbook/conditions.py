"""The small language in which a duty says when it applies (docs/how-to/write-a-regulation.md, Conditions).

A condition is a mapping: every key must hold, a key's codes mean "any of". Each key is a facet of the subject, and each
facet's codes come from one list of the vocabulary (or from a closed list of this house).
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from liuhen.core.lawbook.fields import Code, Model
from liuhen.core.terms.labels import Medium, Stage

FLAGS = frozenset({
    "recorded", "filmed", "ended", "evidence", "stored", "filed", "long_term", "resumed", "not_resumed",
    "unapproved", "approved", "provided", "refused", "closed", "reported", "certified", "suspended", "withdrawn",
})  # fmt: skip
"""What `is:` may ask; each is defined by the engine for the subjects that can be so."""

CLOSED_FACETS: dict[str, frozenset[str]] = {
    "stage": frozenset(Stage),
    "medium": frozenset(Medium),
    "is": FLAGS,
}
VOCABULARY_FACETS: dict[str, str] = {
    "step": "steps",
    "act": "acts",
    "feature": "features",
    "circumstance": "circumstances",
    "matter": "matters",
    "origin": "origins",
    "procedure": "procedures",
    "source": "sources",
    "store": "stores",
    "situation": "situations",
    "milestone": "milestones",
    "document": "documents",
    "device": "devices",
    "cause": "causes",
    "body": "bodies",
    "ground": "grounds",
    "disclosure": "disclosures",
    "territory": "territories",
    "field": "fields",
    "attribute": "attributes",
    "qualification": "qualifications",
    "approval": "approvals",
    "publication": "publications",
    "effect": "effects",
}


class Condition(Model):
    """What must be so of a subject; an empty condition is refused because it would silently always hold."""

    step: tuple[Code, ...] = ()
    stage: tuple[Code, ...] = ()
    act: tuple[Code, ...] = ()
    feature: tuple[Code, ...] = ()
    circumstance: tuple[Code, ...] = ()
    matter: tuple[Code, ...] = ()
    origin: tuple[Code, ...] = ()
    procedure: tuple[Code, ...] = ()
    source: tuple[Code, ...] = ()
    medium: tuple[Code, ...] = ()
    store: tuple[Code, ...] = ()
    situation: tuple[Code, ...] = ()
    milestone: tuple[Code, ...] = ()
    document: tuple[Code, ...] = ()
    device: tuple[Code, ...] = ()
    cause: tuple[Code, ...] = ()
    body: tuple[Code, ...] = ()
    ground: tuple[Code, ...] = ()
    disclosure: tuple[Code, ...] = ()
    territory: tuple[Code, ...] = ()
    field: tuple[Code, ...] = ()
    attribute: tuple[Code, ...] = ()
    qualification: tuple[Code, ...] = ()
    approval: tuple[Code, ...] = ()
    publication: tuple[Code, ...] = ()
    effect: tuple[Code, ...] = ()
    is_: tuple[Code, ...] = Field(default=(), alias="is")
    any_: tuple[Condition, ...] = Field(default=(), alias="any")
    all_: tuple[Condition, ...] = Field(default=(), alias="all")
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _say_something(self) -> Condition:
        if not (self.any_ or self.all_ or self.not_ or any(True for _ in self.facets())):
            raise ValueError("条件是空的，请写出至少一项，例如 {step: [on_site_inspection]}，或删去这个条件")
        for facet, codes in self.facets():
            unknown = [code for code in codes if code not in CLOSED_FACETS.get(facet, codes)]
            if unknown:
                known = "、".join(sorted(CLOSED_FACETS[facet]))
                raise ValueError(f"{facet} 不认识“{unknown[0]}”，可以写：{known}")
        return self

    def facets(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The facets this condition itself asks about, with their codes."""
        for name in (*VOCABULARY_FACETS, "stage", "medium"):
            if codes := getattr(self, name):
                yield name, codes
        if self.is_:
            yield "is", self.is_

    def walk(self) -> Iterator[Condition]:
        """This condition and all conditions inside it."""
        yield self
        for inner in (*self.any_, *self.all_, *((self.not_,) if self.not_ else ())):
            yield from inner.walk()
