"""GROUND FLOOR. Pure Python: no Django, no network, no disk, no clock, no randomness."""
