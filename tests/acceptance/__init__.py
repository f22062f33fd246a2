"""Acceptance tests: the command is run as a process, and what it wrote is read back by readers of its own."""
