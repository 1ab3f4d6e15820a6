"""Stands where the API would: ready, or broken when FAKE_API says so."""

import os
import sys

from serving import serve  # type: ignore[import-not-found]  # beside it once copied

if os.environ.get("FAKE_API") == "broken":
    sys.exit("TONGXING_CODEC_KEYS cannot be read")
serve("/v1/ready")
