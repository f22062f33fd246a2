"""Web pages (网页): one set of templates, one style sheet and one policy for all of them."""
