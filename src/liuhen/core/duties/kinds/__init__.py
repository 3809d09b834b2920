"""One module per kind of duty; each offers `prepare(duty, law)`, which returns a judge of single subjects."""
