"""Pages and drawings as SVG: for screens, from the same drawing operations as the PDF."""
