"""Stands where the department simulator would."""

from serving import serve  # type: ignore[import-not-found]  # beside it once copied

serve("/health")
