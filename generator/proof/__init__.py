"""Proof: where each printed figure comes from, and whether finished files say what the budget says."""
