"""Outcomes to HTML, notebooks and plain Markdown."""
