"""Pages for people without an account, rendered on the server."""
