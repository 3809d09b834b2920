"""What corrections leave standing: the last paper of each chain, made when the first was made."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from liuhen.core.terms.facts import Document

Chains = Mapping[str, tuple[Document, ...]]
"""By the id of a correction: it as it is, then what it replaced, the latest first."""


def in_force(documents: Sequence[Document]) -> tuple[tuple[Document, ...], Chains]:
    """The papers no other one corrects, and the chain of each correction.

    A paper that stands keeps what it says itself and takes the moment of the first of its chain: the document was made
    then. What is about the paper itself (whether it was filed, gathered) is asked of each as it is.
    """
    corrections = [one for one in documents if one.corrects]
    if not corrections:
        return tuple(documents), {}
    known = {one.id: one for one in documents}
    chains = {one.id: (one, *_before(one, known)) for one in corrections}
    gone = {earlier.id for chain in chains.values() for earlier in chain[1:]}
    return tuple(_moved(one, chains.get(one.id)) for one in documents if one.id not in gone), chains


def _before(document: Document, known: Mapping[str, Document]) -> tuple[Document, ...]:
    """What a paper replaced, back to the first; a chain that runs in a circle ends where it began."""
    chain: list[Document] = []
    at = document
    while (earlier := known.get(at.corrects or "")) and earlier is not document and earlier not in chain:
        chain.append(earlier)
        at = earlier
    return tuple(chain)


def _moved(document: Document, chain: tuple[Document, ...] | None) -> Document:
    return dataclasses.replace(document, made_at=chain[-1].made_at) if chain else document
