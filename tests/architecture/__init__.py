"""Tests about the project itself: sizes, habits, arrows between rooms, documents that must stay true."""
