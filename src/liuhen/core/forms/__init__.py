"""Forms of documents 文书式样: described as data in law/_forms, filled in, checked field by field."""
