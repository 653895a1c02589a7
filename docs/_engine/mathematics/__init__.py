"""LaTeX on pages: rendered at build. Knows neither pages nor snippets, so it is usable alone."""
