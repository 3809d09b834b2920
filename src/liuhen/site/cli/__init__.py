"""The command line `liuhen`: thin shells over actions and queries. Exit codes are in docs/reference/cli.md."""
