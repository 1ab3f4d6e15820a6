"""Many rows of several tables in one statement: a turn costs round trips, not rows.

Each table's rows travel as one JSON array and are spread out by Postgres, so that the text of the
statement never changes and stays prepared.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

Row = Mapping[str, Any]


async def write_rows(
    session: AsyncSession,
    inserted: Mapping[Table, Sequence[Row]],
    replaced: Mapping[Table, Sequence[Row]],
    *,
    notify: tuple[str, str],
) -> None:
    """Insert rows, insert or replace others by their keys, and tell listeners on commit.

    ``notify`` is channel and message. Rows of a table must all have the same columns as it,
    without those that Postgres fills in itself.
    """
    rows = {**inserted, **replaced}
    statement = _statement(tuple(inserted), tuple(replaced))
    values = {table.name: json.dumps(list(of), default=_plain) for table, of in rows.items()}
    channel, message = notify
    await session.execute(statement, {**values, "channel": channel, "message": message})


@lru_cache(maxsize=32)
def _statement(inserted: tuple[Table, ...], replaced: tuple[Table, ...]) -> TextClause:
    parts = [
        *(f"{table.name}_rows AS ({_insert(table)})" for table in inserted),
        *(f"{table.name}_rows AS ({_insert(table)} {_replace(table)})" for table in replaced),
    ]
    return text(f"WITH {', '.join(parts)} SELECT pg_notify(:channel, :message)")


def _insert(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in _written(table))
    rows = f'jsonb_populate_recordset(NULL::"{table.name}", CAST(:{table.name} AS jsonb))'
    return f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {rows}'  # noqa: S608  # own names


def _replace(table: Table) -> str:
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    values = ", ".join(
        f'"{name}" = EXCLUDED."{name}"'
        for name in _written(table)
        if name not in table.primary_key.columns
    )
    return f"ON CONFLICT ({keys}) DO UPDATE SET {values}"


def _written(table: Table) -> list[str]:
    """Columns that the writer gives: all but a key that Postgres counts up."""
    counted = table.autoincrement_column
    return [column.name for column in table.columns if column is not counted]


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
