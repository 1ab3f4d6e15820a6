"""Puts our own rules to the whole repository; ends with 1 when one of them is broken."""

import sys

from scripts.lint.repository import ROOT, NoRepositoryError, files_of
from scripts.lint.rules import RULES, check


def main() -> int:
    """Print every breach; 2 when the files cannot be listed."""
    try:
        findings = check(files_of(ROOT))
    except NoRepositoryError as error:
        print(error, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    if not findings:
        print(f"{len(RULES)} rules of our own: nothing to complain about.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
