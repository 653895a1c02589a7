"""MkDocs, and the files that it brings to the site."""
