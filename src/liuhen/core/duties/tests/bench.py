"""A small bench for duties: a text written in a line or two, a dossier, and what comes of them.

Codes need no vocabulary here: every code is known, and is its own Chinese name.
"""

from __future__ import annotations

import re

from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.vocabulary import Vocabulary

_INNER = re.compile(r"\{[^{}]*\}")
LATER = "2026-03-31 12:00"


class AnyWords(Vocabulary):
    """A vocabulary that knows every code by its own name."""

    def knows(self, name, code):
        return True


def law(*duties, id="demo", head=""):
    """A text of one article with these duties, each a mapping of duties.yaml written in a line.

    What a duty leaves out is the same for all: one article, must, a title and an owner.
    """
    entries = [_entry(line) for line in duties]
    text = f"""id: {id}
title: {id}办法
short: {id}
issuer: 甲机关
rank: rule
articles: 1
in_force: {{from: 2020-01-01, basis: 第一条}}
{head}
"""
    ids = ", ".join(line.split("id: ")[1].split(",")[0] for line in duties)
    coverage = f"text: {id}\narticles:\n  - {{article: 1, as: duty, reason: 一, duties: [{ids}]}}\n"
    written = f"text: {id}\nduties:\n" + "".join(entries)
    return load_text(TextFiles(folder=id, text=text, duties=written, coverage=coverage), AnyWords())


def _entry(line):
    usual = {"article": "1", "modality": "must", "title": "应做的事", "owner": "officer"}
    own = line
    while (bare := _INNER.sub("", own)) != own:  # what stands inside brackets is not the duty's own
        own = bare
    added = "".join(f", {key}: {value}" for key, value in usual.items() if f"{key}: " not in own)
    return f"  - {{{line}{added}}}\n"


def judged(texts, facts, at=LATER):
    """The obligations by duty and subject."""
    laws = texts if isinstance(texts, list) else [texts]
    frame = "" if "agency:" in facts else "agency: {id: a, name: 甲}\n"
    found = evaluate(read_dossier(frame + facts), laws, parse_moment(at))
    return {(o.duty, o.subject.id): o for o in found}


def told(obligation):
    """The whole explanation in one string."""

    def lines(reason):
        yield reason.text
        for part in reason.parts:
            yield from lines(part)

    return "\n".join(lines(obligation.explanation))
