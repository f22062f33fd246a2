"""`python -m generator` is the command `budget`."""

from generator.cli import main

main(prog_name="budget")
