"""Child processes that may look at files of strangers: what they may use, how they are started, asked and ended."""
