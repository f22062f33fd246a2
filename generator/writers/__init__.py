"""Writers: one module per output format, each from the neutral document to bytes."""
