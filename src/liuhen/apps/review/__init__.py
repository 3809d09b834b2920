"""REVIEW 审看: the page on which a recording is watched, marked, cut as a derivative and explained as evidence."""
