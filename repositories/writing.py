"""A whole turn in one statement: it costs one round trip, and it happens as a whole or not at all.

The stream's own row is written only where the stream still stands at the base of the turn, and
everything else only together with it. Each table's rows travel as one JSON array and are spread
out by Postgres, so that the text of the statement hardly ever changes and stays prepared.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Table, TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.record import CHANNEL, Head

Row = Mapping[str, Any]
Rows = dict[Table, list[Row]]
Parts = Mapping[Table, Mapping[str, Row]]
"""Rows of a stream's parts, each table's by key."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """The row of the stream itself, which says how far its record goes.

    ``values`` are all columns that are written, the key among them; ``is_new`` says that it is
    not there yet.
    """

    table: Table
    values: Row
    is_new: bool


@dataclass(frozen=True, slots=True)
class TurnRows:
    """Everything a turn writes beside the stream's own row.

    Rows that are inserted or replaced have every column of their table but those that Postgres
    counts up. ``begun`` are rows of other streams that begin with this turn: they are there
    already, but at sequence 0. ``told`` are the messages to listeners.
    """

    inserted: Rows = field(default_factory=dict)
    replaced: Rows = field(default_factory=dict)
    begun: Rows = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def add(self, other: "TurnRows") -> None:
        """Take in what another stream writes in the same turn."""
        for mine, others in (
            (self.inserted, other.inserted),
            (self.replaced, other.replaced),
            (self.begun, other.begun),
        ):
            for table, rows in others.items():
                mine.setdefault(table, []).extend(rows)
        self.told.extend(other.told)


async def write_turn(session: AsyncSession, own: OwnRow, base: Head, rows: TurnRows) -> bool:
    """Write the turn and tell listeners; False, and nothing written, when it is not at ``base``."""
    statement = _statement(
        own.table,
        tuple(own.values),
        is_new=own.is_new,
        inserted=tuple(rows.inserted),
        replaced=tuple(rows.replaced),
        begun=tuple((table, tuple(begun[0])) for table, begun in rows.begun.items()),
    )
    values: dict[str, Any] = {f"own_{name}": value for name, value in own.values.items()}
    for table, of in (*rows.inserted.items(), *rows.replaced.items(), *rows.begun.items()):
        values[table.name] = json.dumps(of, default=_plain)
    if not own.is_new:
        values |= {"base_sequence": base.sequence, "base_hash": base.chain_head}
    values |= {"channel": CHANNEL, "told": rows.told}
    return (await session.execute(statement, values)).first() is not None


@lru_cache(maxsize=64)
def _statement(
    own: Table,
    columns: tuple[str, ...],
    *,
    is_new: bool,
    inserted: tuple[Table, ...],
    replaced: tuple[Table, ...],
    begun: tuple[tuple[Table, tuple[str, ...]], ...],
) -> TextClause:
    head = _insert_own(own, columns) if is_new else _advance_own(own, columns)
    parts = [
        f"own AS ({head} RETURNING 1)",
        *(f"{table.name}_rows AS ({_insert(table)})" for table in inserted),
        *(f"{table.name}_rows AS ({_insert(table)} {_replace(table)})" for table in replaced),
        *(f"{table.name}_rows AS ({_begin(table, names)})" for table, names in begun),
    ]
    notify = "SELECT pg_notify(:channel, message) FROM own, unnest(CAST(:told AS text[])) message"
    typed = [bindparam(f"own_{name}", type_=own.columns[name].type) for name in columns]
    return text(f"WITH {', '.join(parts)} {notify}").bindparams(*typed)


def _insert_own(table: Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f":own_{name}" for name in columns)
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({values})'  # noqa: S608  # own names
    return f'{statement} ON CONFLICT ("{_key(table)}") DO NOTHING'


def _advance_own(table: Table, columns: tuple[str, ...]) -> str:
    key = _key(table)
    changes = ", ".join(f'"{name}" = :own_{name}' for name in columns if name != key)
    return (
        f'UPDATE "{table.name}" SET {changes} WHERE "{key}" = :own_{key} '  # noqa: S608  # own names
        "AND sequence = :base_sequence AND chain_head = :base_hash"
    )


def _insert(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in _written(table))
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {_spread_out(table)} '  # noqa: S608  # own names
        "WHERE EXISTS (SELECT FROM own)"
    )


def _replace(table: Table) -> str:
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    values = ", ".join(
        f'"{name}" = EXCLUDED."{name}"'
        for name in _written(table)
        if name not in table.primary_key.columns
    )
    return f"ON CONFLICT ({keys}) DO UPDATE SET {values}"


def _begin(table: Table, columns: tuple[str, ...]) -> str:
    key = _key(table)
    changes = ", ".join(f'"{name}" = begun."{name}"' for name in columns if name != key)
    return (
        f'UPDATE "{table.name}" AS kept SET {changes} FROM {_spread_out(table)} AS begun '  # noqa: S608  # own names
        f'WHERE kept."{key}" = begun."{key}" AND kept.sequence = 0 AND EXISTS (SELECT FROM own)'
    )


def _spread_out(table: Table) -> str:
    return f'jsonb_populate_recordset(NULL::"{table.name}", CAST(:{table.name} AS jsonb))'


def _key(table: Table) -> str:
    only: Column[Any] = next(iter(table.primary_key.columns))
    return only.name


def _written(table: Table) -> list[str]:
    """Columns that the writer gives: all but a key that Postgres counts up."""
    counted = table.autoincrement_column
    return [column.name for column in table.columns if column is not counted]


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def changed(former: Parts, current: Parts) -> Rows:
    """Give the rows that are new or have changed, by table."""
    return {
        table: [row for key, row in rows.items() if former.get(table, {}).get(key) != row]
        for table, rows in current.items()
    }
