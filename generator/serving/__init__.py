"""The local page (`budget serve`): a view of the budgets in a browser, values changed in place. YAML is the master."""
