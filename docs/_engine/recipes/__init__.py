"""How the site is built: snippets are run, pages are checked against them, both are shown."""
