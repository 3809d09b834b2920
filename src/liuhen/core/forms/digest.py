"""Digests by which a form and a filled one are told from every other: what a signature signs (docs/formats/form.md)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from liuhen.core.forms.filled import Content
from liuhen.core.forms.form import Form
from liuhen.core.tlog.canonical import canonical_json

VERSION = 1


def form_digest(form: Form) -> str:
    """SHA-256 (hex) of what the form's file says; comments and the order of keys are no part of it."""
    return sha256(canonical_json(form.model_dump(mode="json", exclude_defaults=True))).hexdigest()


def asked_content(form: Form, content: Content) -> Content:
    """What was filled in of what the form asks, in its order; what another version of it asked is left out."""
    return {field.key: content[field.key] for field in form.fields if content.get(field.key)}


def content_digest(form: Form, content: Content, *, case: str, about: Sequence[str]) -> str:
    """SHA-256 (hex) of a filled form of a case (by number) about some things: what is signed.

    Raises MalformedError for a text that UTF-8 cannot write.
    """
    said = {
        "v": VERSION,
        "case": case,
        "form": form.document,
        "form_sha256": form_digest(form),
        "about": [*about],
        "content": asked_content(form, content),
    }
    return sha256(canonical_json(said)).hexdigest()
