"""GOODS 涉案财物: what was taken from a party, in whose care it is, and what became of it."""
