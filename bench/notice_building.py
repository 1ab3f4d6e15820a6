"""Builds one notice again and again and prints how long it took: no server, no database."""

import argparse
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from api.notice_building import build_notice
from api.schemas.guidance import GuidanceRequest
from bench.figures import milliseconds, percentile
from catalog.loader import load_catalogue
from domain.calendar import local_date

_TIMES = 200


def main(argv: Sequence[str] | None = None) -> None:
    """Measure; the first builds, which parse expressions, count too."""
    parser = argparse.ArgumentParser(prog="python -m bench.notice_building", description=__doc__)
    parser.add_argument("request", help="what is asked of guidance, as JSON")
    request = GuidanceRequest.model_validate_json(parser.parse_args(argv).request)
    catalogue, today = load_catalogue(), local_date(datetime.now(UTC))
    taken = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        build_notice(catalogue, request, today)
        taken.append(time.perf_counter() - begun)
    print(
        json.dumps(
            {
                "notice_median_ms": milliseconds(percentile(taken, 0.5)),
                "notice_p99_ms": milliseconds(percentile(taken, 0.99)),
            }
        )
    )


if __name__ == "__main__":
    main()
