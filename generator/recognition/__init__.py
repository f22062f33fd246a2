"""Tables of somebody else, recognised by a pack: what each cell says of which money."""
