"""How the site is built: snippets are run, pages are checked against them, and both are shown."""
