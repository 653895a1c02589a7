"""LaTeX, evaluated with names that a test binds; knows no pages and no snippets."""
