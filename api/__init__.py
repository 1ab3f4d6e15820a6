"""The HTTP face: authenticate, validate, then one Temporal call or one query."""
