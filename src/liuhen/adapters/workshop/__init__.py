"""The workshop: work on stored objects, each piece in a child process with limits (ports/workshop.py)."""
