"""The room's rights. Reading the law needs none beyond being signed in."""
