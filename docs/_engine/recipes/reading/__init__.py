"""Source files to objects; runs nothing."""
