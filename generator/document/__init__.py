"""The neutral document: blocks that know nothing of budgets, and the style sheet by which they are set."""
