"""When a recording began and ended, and whether it is unbroken."""
