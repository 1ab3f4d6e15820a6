"""Stands where the worker would: says that it is ready and waits to be ended."""

import os
import signal
from pathlib import Path

Path(os.environ["TONGXING_READY_FILE"]).touch()
signal.pause()
