"""Other people's files, as grids of cells and lines of text, each with its place."""
