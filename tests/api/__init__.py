"""The HTTP face: who may call what, what is refused, and what the documentation promises."""
