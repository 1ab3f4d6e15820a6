"""Committed histories of real cases, replayed by today's workflows."""
