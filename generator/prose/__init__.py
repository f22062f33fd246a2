"""Prose: the pack's text as Jinja, which asks the ledger by name and cannot compute."""
