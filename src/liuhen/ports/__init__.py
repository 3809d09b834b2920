"""The shapes of the outside world, as small protocols; no behaviour."""
