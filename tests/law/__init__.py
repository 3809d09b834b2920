"""Tests of the regulations as data."""
