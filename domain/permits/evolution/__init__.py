"""Effects of a permit's events on its state, matter by matter."""
