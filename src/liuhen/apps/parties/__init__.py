"""PARTIES 当事人: the persons, organisations, vehicles and vessels of a case, and what each is in it."""
