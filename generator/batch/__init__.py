"""A batch (一批公开文本): what was made of what, and the list of it."""
