"""From the neutral document to finished pages: a list of drawing operations for every fixed-layout writer."""
