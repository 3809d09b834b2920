"""The demonstration agency: invented people, cameras, cases, and recordings made on the spot. Needs no outside file."""
