"""A case carried whole from one instance to another in one file (docs/formats/case-file.md)."""
