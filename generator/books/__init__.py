"""Books (账): amounts of a year and a stage, as entries or as statements, and how two of them compare."""
