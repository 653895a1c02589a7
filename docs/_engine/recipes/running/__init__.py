"""Objects to outcomes: each snippet in a process of its own, results in a store."""
