"""TeX to HTML by KaTeX, installed once and verified."""
