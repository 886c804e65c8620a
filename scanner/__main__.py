"""`python -P -m scanner`: the command line, for where the `callside` script is not on the path."""

from scanner.cli import main

main()
