"""Durable order of steps: when things happen; what happens is decided in ``domain``."""
