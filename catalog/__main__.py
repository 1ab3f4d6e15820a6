"""The catalogue from the command line: check it, show an item, list what is only assumed."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from catalog.loader import CATALOGUE_DIRECTORY, CatalogueError, load_catalogue
from catalog.reading import read_yaml
from domain.calendar import SHANGHAI
from domain.errors import Refused

ASSUMED = "assumption"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with the reason on the error stream."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (CatalogueError, Refused) as error:
        print(error, file=sys.stderr)
        return 1


def assumptions(directory: Path = CATALOGUE_DIRECTORY) -> Iterator[tuple[str, str, str]]:
    """Give file, key and text of every figure that has no better source than an assumption."""
    for path in sorted(directory.rglob("*.yaml")):
        name = path.relative_to(directory).as_posix()
        for key, text in _texts(read_yaml(path, name=name)):
            if text.startswith(ASSUMED):
                yield name, key, text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m catalog", description=__doc__)
    parser.add_argument("--directory", type=Path, default=CATALOGUE_DIRECTORY)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="schema, sources, prerequisites, phases, rules and dates")
    commands.add_parser("assumptions", help="every figure that rests on an assumption")
    show = commands.add_parser("show", help="an item as it stands in a scheme on a day")
    show.add_argument("item", help="code of the item, for example B1-02")
    show.add_argument("--scheme", default="zhongshan")
    show.add_argument("--on", type=date.fromisoformat, default=datetime.now(SHANGHAI).date())
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.command == "assumptions":
        for name, key, text in assumptions(options.directory):
            print(f"{name}: {key}: {text}")
        return 0
    catalogue = load_catalogue(options.directory)
    if options.command == "check":
        print(
            f"The catalogue {catalogue.version} is in order: {len(catalogue.items)} items, "
            f"{len(catalogue.schemes)} schemes, {len(catalogue.questions)} questions."
        )
        return 0
    taken = catalogue.slice(options.scheme, (options.item,), on=options.on)
    print(json.dumps(asdict(taken.items[0]), ensure_ascii=False, indent=2, default=str))
    return 0


def _texts(content: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text with its dotted key; entries with a code go by it."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, dict):
        for name, entry in content.items():
            yield from _texts(entry, f"{key}.{name}".lstrip("."))
    elif isinstance(content, list):
        for number, entry in enumerate(content):
            name = entry.get("code", number) if isinstance(entry, dict) else number
            yield from _texts(entry, f"{key}.{name}".lstrip("."))


if __name__ == "__main__":
    sys.exit(main())
