"""A self-contained web page."""
