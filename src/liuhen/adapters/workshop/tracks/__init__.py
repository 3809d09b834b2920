"""Where a camera went: every position its makers wrote into or beside the film, and which of them can be believed."""
