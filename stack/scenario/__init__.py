"""The story that `make demo` tells: one supermarket, from the first question to a revocation."""
