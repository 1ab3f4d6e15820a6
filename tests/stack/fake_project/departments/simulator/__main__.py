"""Stands where the department simulator would."""

from serving import serve

serve("/health")
