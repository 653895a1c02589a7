"""LaTeX to a tree: what each part of a formula is."""
