"""The catalogue from the command line: check, show, compare, publish, list what is assumed."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from catalog.assumptions import assumptions
from catalog.difference import difference
from catalog.loader import (
    CATALOGUE_DIRECTORY,
    Catalogue,
    CatalogueError,
    catalogue_of,
    load_catalogue,
    read_files,
)
from core.config import settings
from core.db import Database, DatabaseUnavailableError
from domain.calendar import SHANGHAI, local_date
from domain.errors import Refused
from repositories import catalogues


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with the reason on the error stream."""
    options = _parser().parse_args(arguments)
    try:
        _COMMANDS[options.command](options)
    except (CatalogueError, Refused) as error:
        print(error, file=sys.stderr)
        return 1
    except DatabaseUnavailableError:
        print("Postgres cannot be reached; nothing was published.", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m catalog", description=__doc__)
    parser.add_argument("--directory", type=Path, default=CATALOGUE_DIRECTORY)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="schema, sources, prerequisites, phases, rules and dates")
    validate = commands.add_parser("validate", help="the same for the catalogue of a directory")
    validate.add_argument("of", type=Path, metavar="DIRECTORY")
    compare = commands.add_parser("diff", help="what another directory says differently")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    _add_publish(commands.add_parser("publish", help="put a directory's catalogue into force"))
    assumed = commands.add_parser("assumptions", help="every figure that rests on an assumption")
    assumed.add_argument("--json", action="store_true", help="as one JSON list")
    show = commands.add_parser("show", help="an item as it stands in a scheme on a day")
    show.add_argument("item", help="code of the item, for example B1-02")
    show.add_argument("--scheme", default="zhongshan")
    show.add_argument("--on", type=date.fromisoformat, default=datetime.now(SHANGHAI).date())
    return parser


def _add_publish(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("of", type=Path, metavar="DIRECTORY")
    parser.add_argument(
        "--from", dest="effective_from", type=date.fromisoformat, required=True, metavar="DATE"
    )
    parser.add_argument("--by", default="command_line", help="who publishes, a code or subject")


def _check(options: argparse.Namespace) -> None:
    _tell_order(load_catalogue(options.directory))


def _validate(options: argparse.Namespace) -> None:
    _tell_order(load_catalogue(options.of))


def _tell_order(catalogue: Catalogue) -> None:
    print(
        f"The catalogue {catalogue.version} is in order: {len(catalogue.items)} items, "
        f"{len(catalogue.schemes)} schemes, {len(catalogue.questions)} questions."
    )


def _diff(options: argparse.Namespace) -> None:
    before, after = load_catalogue(options.before), load_catalogue(options.after)
    for each in difference(before, after):
        print(each.words)


def _publish(options: argparse.Namespace) -> None:
    """Store the version; running processes take it over, cases are told by api.publishing."""
    if options.effective_from < local_date(datetime.now(UTC)):
        raise Refused(
            "effective_from_past", "A version is in force from today or a later day.", rule="R27"
        )
    texts = read_files(options.of)
    version = catalogue_of(texts).version
    asyncio.run(_store(version, options.effective_from, texts, options.by))
    print(f"The catalogue {version} is published from {options.effective_from}.")


async def _store(version: str, effective_from: date, texts: Mapping[str, str], by: str) -> None:
    database = Database.of(settings())
    try:
        async with database.transaction() as session:
            await catalogues.publish(
                session,
                version=version,
                effective_from=effective_from,
                texts=texts,
                by=by,
                at=datetime.now(UTC),
            )
    finally:
        await database.dispose()


def _assumptions(options: argparse.Namespace) -> None:
    found = list(assumptions(read_files(options.directory)))
    if options.json:
        entries = [{"file": file, "key": key, "text": text} for file, key, text in found]
        print(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    for name, key, text in found:
        print(f"{name}: {key}: {text}")


def _show(options: argparse.Namespace) -> None:
    catalogue = load_catalogue(options.directory)
    taken = catalogue.slice(options.scheme, (options.item,), on=options.on)
    print(json.dumps(asdict(taken.items[0]), ensure_ascii=False, indent=2, default=str))


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "check": _check,
    "validate": _validate,
    "diff": _diff,
    "publish": _publish,
    "assumptions": _assumptions,
    "show": _show,
}


if __name__ == "__main__":
    sys.exit(main())
