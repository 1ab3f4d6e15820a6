"""What Postgres has written, by its own counters."""

from dataclasses import dataclass
from typing import Any

import psycopg

from bench.figures import per_lifecycle


@dataclass(frozen=True, slots=True)
class Written:
    """Commits, rows and bytes since the database was made."""

    commits: int
    rows: int
    size: int

    @classmethod
    def read(cls, database_url: str) -> "Written":
        url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        query = """
            SELECT xact_commit, tup_inserted, pg_database_size(datname)
            FROM pg_stat_database WHERE datname = current_database()
        """
        with psycopg.connect(url) as connection:
            connection.execute("SELECT pg_stat_force_next_flush()")
            row = connection.execute(query).fetchone()
        if row is None:
            raise LookupError("pg_stat_database")
        return cls(*row)

    def since(self, earlier: "Written", lifecycles: int) -> dict[str, Any]:
        """Give what was written since an earlier reading, per lifecycle."""
        return {
            "database_rows_per_lifecycle": per_lifecycle(self.rows - earlier.rows, lifecycles),
            "database_commits_per_lifecycle": per_lifecycle(
                self.commits - earlier.commits, lifecycles
            ),
            "database_bytes_per_lifecycle": per_lifecycle(self.size - earlier.size, lifecycles),
        }
