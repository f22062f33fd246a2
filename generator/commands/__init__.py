"""The commands of `budget`, one module each; `generator.cli` registers them."""
