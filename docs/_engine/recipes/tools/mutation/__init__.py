"""Would a change be noticed? Single tokens are changed, and a check must fail."""
