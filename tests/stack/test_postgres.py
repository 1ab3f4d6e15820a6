from pathlib import Path

import psycopg
import pytest

from stack import processes
from stack.errors import EndedEarlyError
from stack.layout import Layout
from stack.postgres import create_database, running_postgres, start_postgres, with_database


def connect(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


class TestRunningPostgres:
    def test_keeps_the_data_and_the_address_over_a_restart(self, tmp_path: Path) -> None:
        with running_postgres(tmp_path) as before, connect(before) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with running_postgres(tmp_path) as after, connect(after) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert before == after
        assert processes.recorded(Layout(tmp_path)) == ()

    def test_lets_nobody_else_start_on_the_same_data(self, tmp_path: Path) -> None:
        with running_postgres(tmp_path, durable=False):
            (tmp_path / "run" / "postgres.json").rename(tmp_path / "run" / "first.json")
            with pytest.raises(EndedEarlyError, match="postmaster"):
                start_postgres(Layout(tmp_path))
            (tmp_path / "run" / "first.json").rename(tmp_path / "run" / "postgres.json")


class TestCreateDatabase:
    def test_copies_a_template_once(self, postgres_url: str) -> None:
        first = create_database("copied_from", server_url=postgres_url)
        with connect(first) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        for _ in range(2):
            copy = create_database("copy", server_url=postgres_url, template="copied_from")
        with connect(copy) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


class TestWithDatabase:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (
                "postgresql+psycopg://postgres@/a?host=/b/c",
                "postgresql+psycopg://postgres@/n?host=/b/c",
            ),
            ("postgresql://u:p@host:5432/a", "postgresql://u:p@host:5432/n"),
        ],
    )
    def test_changes_the_name_alone(self, url: str, expected: str) -> None:
        assert with_database(url, "n") == expected
