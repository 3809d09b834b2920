"""Reading a file that describes one thing, as a form or a procedure: typed, then checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.reading import Mapping, read_yaml
from liuhen.core.lawbook.typing_errors import M, typed
from liuhen.core.lawbook.vocabulary import Vocabulary

Faults = Callable[[M, Mapping, str, Vocabulary], Iterable[Problem]]
"""What is wrong with a thing whose parts are right each for itself; the tree and the file's name tell where."""


def read_described(model: type[M], text: str, *, name: str, vocabulary: Vocabulary, faults: Faults[M]) -> M:
    """The thing a YAML file describes; LawError with all its problems, each with its line."""
    tree = read_yaml(text, name=name)
    read = typed(model, tree, file=name)
    if isinstance(read, list):
        raise LawError(read)
    if problems := list(faults(read, tree, name, vocabulary)):
        raise LawError(problems)
    return read
