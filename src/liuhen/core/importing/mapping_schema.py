"""The JSON Schema of a mapping file, made from its model.

python -m liuhen.core.importing.mapping_schema > docs/formats/import-mapping.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from liuhen.core.importing.mapping import MappingFile


def mapping_schema() -> dict[str, Any]:
    """The schema, with its title and dialect."""
    schema = MappingFile.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Liuhen import mapping",
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(mapping_schema(), ensure_ascii=False, indent=2) + "\n")
