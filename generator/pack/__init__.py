"""Packs: an official form as data — table specifications, named queries, text, and the Word template."""
