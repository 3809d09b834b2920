"""The JSON Schema of a dossier file, made from its model.

python -m liuhen.core.lawbook.dossier_schema > docs/formats/dossier.schema.json
"""

from __future__ import annotations

from typing import Any

from liuhen.core.lawbook.dossier_models import DossierModel


def dossier_schema() -> dict[str, Any]:
    """The schema, with its title and dialect."""
    schema = DossierModel.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Liuhen dossier",
    }
