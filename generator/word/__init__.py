"""The Word template (样式.docx) of a pack: its parts, styles, pages and frame."""
