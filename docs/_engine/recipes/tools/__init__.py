"""What people run: the command `recipe`."""
