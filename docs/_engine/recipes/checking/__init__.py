"""Whether a page says the truth."""
