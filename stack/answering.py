"""Whether a server answers; also the health check of the containers."""

import argparse
import sys

import httpx


def answers(url: str) -> bool:
    """Whether this address answers with success now."""
    try:
        # Always this machine: a proxy from the environment would be asked in vain.
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.TransportError:
        return False


def main() -> int:
    """Ask an address once: exit code 0 when it answers with success, else 1."""
    parser = argparse.ArgumentParser(prog="python -m stack.answering", description=main.__doc__)
    parser.add_argument("url", help="for example http://127.0.0.1:8000/v1/ready")
    return 0 if answers(parser.parse_args().url) else 1


if __name__ == "__main__":
    sys.exit(main())
