"""Differences (差别) between two budgets: figures as printed, records by identity, texts word by word, and all else."""
