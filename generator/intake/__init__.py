"""From what was recognised in other people's files to a budget as a person would write it."""
