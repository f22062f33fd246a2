"""Excel (.xlsx): a sheet for each table."""
