"""`python -m liuhen`: the command line."""

from liuhen.site.cli.main import main

main()
