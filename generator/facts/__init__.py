"""Facts (建账): typed values → one department's budget: entries of the ledger, records, and where each is written."""
