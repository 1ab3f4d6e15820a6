"""Measures standard lifecycles through the API, next to a bare workflow in the same run."""
