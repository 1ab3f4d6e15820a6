"""The departments' systems of the demo city, played by one process for demo, tests and trials."""
