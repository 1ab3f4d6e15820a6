"""How often a serving process looks for garbage in circles."""

import gc

_ALLOCATIONS = 20_000
"""Python's own 700 have it look through everything many times in each request."""


def collect_rarely() -> None:
    """Leave out what lives as long as the process, and look at the rest less often.

    Call it once, when the process is ready: modules, catalogue and schemas are never garbage, but
    every full collection would walk through them again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)
