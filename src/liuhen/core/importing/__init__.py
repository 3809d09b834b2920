"""Tables of other systems: what a mapping says of their columns, and what each row states of a case."""
