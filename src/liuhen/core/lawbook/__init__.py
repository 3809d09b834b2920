"""Regulations read from text into typed, cross-checked duties; no disk, no clock."""
