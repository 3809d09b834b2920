"""The law of an agency, gathered once for all its cases: texts, numbers it set, and the digest of all of that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from liuhen.apps.lawlib.queries import bound_law, numbers_of
from liuhen.apps.people.queries import agencies_keyed, all_agencies
from liuhen.core.lawbook.errors import LawError
from liuhen.core.terms import facts
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency
    from liuhen.core.lawbook.text import LawText


@dataclass(frozen=True)
class AgencyLaw:
    """What an agency's cases are judged by: the agency as the law sees it, and the texts that bind it."""

    agency: facts.Agency
    texts: tuple[LawText, ...]

    @property
    def names(self) -> list[str]:
        """The ids of the texts, each once, in the order they were bound."""
        return list(dict.fromkeys(text.id for text in self.texts))

    @cached_property
    def digest(self) -> str:
        """What the verdicts rest on beside the facts, see `digest_of`."""
        return digest_of(self.agency.id, self.texts)


def digest_of(code: str, texts: Sequence[LawText]) -> str:
    """SHA-256 (hex) of all that the verdicts of an agency rest on beside the facts.

    That is the texts with the days they bind, the vocabulary and the calendars, and the release of the program, which
    may judge better than the last. `code` is the agency's: no two agencies have the same digest.
    """
    stated = [(text.id, text.digest, text.info.in_force, text.info.until) for text in texts]
    return sha256(repr((code, version("liuhen"), outside().law.shared_digest(), stated)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PresentLaw:
    """The digests of the law of all agencies, and the agencies whose law cannot be read, so that nothing is judged."""

    digests: frozenset[str]
    unreadable: frozenset[int]


def present_law() -> PresentLaw:
    """What is law now."""
    digests, unreadable = set[str](), set[int]()
    for agency in all_agencies():
        try:
            digests.add(digest_of(agency.code, bound_law(agency)[0]))
        except LawError:
            unreadable.add(agency.pk)
    return PresentLaw(frozenset(digests), frozenset(unreadable))


def laws_of(keys: Collection[int]) -> dict[int, AgencyLaw]:
    """The law of each of these agencies, by key."""
    return {agency.pk: law_of(agency) for agency in agencies_keyed(keys)}


def law_of(agency: Agency) -> AgencyLaw:
    """The law of one agency."""
    texts, adopted = bound_law(agency)
    own = facts.Agency(
        id=agency.code,
        name=agency.name,
        territory=agency.territory,
        field=agency.field,
        numbers=numbers_of(agency),
        adopts=adopted,
    )
    return AgencyLaw(own, texts)
