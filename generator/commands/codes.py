"""Exit codes: what a script learns of how a command ended."""

OK, ERRORS, USAGE, ENVIRONMENT = 0, 1, 2, 3
READER_LEFT = 141  # what a shell says of a program that a closed pipe ended: 128 + SIGPIPE
