"""The recipes that the tests of this folder edit are no tests of the engine."""

collect_ignore = ["project"]
