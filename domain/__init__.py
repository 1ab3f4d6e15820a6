"""The law of a case: pure values and functions, without clock, I/O, environment or logging."""
