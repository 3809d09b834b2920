"""Checks an evidence package with nobody's help: no Django, no network."""
