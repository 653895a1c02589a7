"""A tree to its value, in numbers or exactly."""
