"""TeX to HTML by KaTeX, which comes from npm."""
