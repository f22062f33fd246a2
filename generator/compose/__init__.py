"""Composing (成文): a budget and a pack → the document."""
