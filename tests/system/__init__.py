"""The application as a whole, in one process, on the real servers."""
