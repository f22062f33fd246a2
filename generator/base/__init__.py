"""Base: money, numbers, names, files — what every room may use, and what knows none of them."""
