"""SECOND FLOOR. Django rooms, all built alike (ARCHITECTURE.md)."""
