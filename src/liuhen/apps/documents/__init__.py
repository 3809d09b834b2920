"""DOCUMENTS 文书: written from the forms of law/_forms, checked, signed, numbered, printed and put in force."""
