"""The command line checks, shows and lists, and fails with the reason on the error stream."""

import asyncio
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from catalog.__main__ import main
from catalog.assumptions import assumptions
from catalog.loader import CATALOGUE_DIRECTORY, catalogue_of, read_files
from core.config import settings
from core.db import Database
from repositories import catalogues
from tests.catalog.texts import SAMPLE, SAMPLE_DIRECTORY


def test_check_tells_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "38 items, 3 schemes" in capsys.readouterr().out


def test_check_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--directory", str(tmp_path), "check"]) == 1
    assert "questions: whole file: has no file" in capsys.readouterr().err


def test_show_gives_an_item_as_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "B1-06", "--scheme", "dongguan", "--on", "2026-03-02"]) == 0
    assert "东莞市烟草专卖局" in capsys.readouterr().out


def test_show_refuses_an_unknown_item(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "B9-99"]) == 1
    assert "no such item" in capsys.readouterr().err


def test_assumptions_are_listed_with_file_and_key() -> None:
    listed = list(assumptions(read_files(CATALOGUE_DIRECTORY)))
    assert (
        "schemes/zhongshan.yaml",
        "times.rectification.source",
        "assumption: R77 names no period",
    ) in listed
    assert all(text.startswith("assumption") for _, _, text in listed)


def test_validate_takes_a_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(SAMPLE_DIRECTORY)]) == 0
    assert "5 items, 2 schemes" in capsys.readouterr().out
    assert main(["validate", str(tmp_path)]) == 1
    assert "[file_missing]" in capsys.readouterr().err


def test_diff_tells_in_words_what_another_directory_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(SAMPLE_DIRECTORY, other)
    path = other / "items" / "B1-06.yaml"
    path.write_text(
        path.read_text("utf-8").replace("permit_prefix: YC", "permit_prefix: YY"), "utf-8"
    )
    assert main(["diff", str(SAMPLE_DIRECTORY), str(SAMPLE_DIRECTORY)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", str(SAMPLE_DIRECTORY), str(other)]) == 0
    assert capsys.readouterr().out == "B1-06: permit_prefix was YC and becomes YY\n"


def test_assumptions_come_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--directory", str(SAMPLE_DIRECTORY), "assumptions", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"file", "key", "text"} == set(listed[0])


@pytest.mark.parametrize(
    ("directory", "day", "told"),
    [
        (SAMPLE_DIRECTORY, "2020-01-01", "today or a later day"),
        (Path("nowhere"), "2999-01-01", "has no file"),
    ],
)
def test_publish_refuses_a_day_that_is_over_and_a_catalogue_that_is_none(
    directory: Path, day: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(directory), "--from", day]) == 1
    assert told in capsys.readouterr().err


def test_publish_stores_the_files_for_their_day(
    new_database: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = new_database()
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    try:
        assert main(["publish", str(SAMPLE_DIRECTORY), "--from", "2999-01-01"]) == 0
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    version = catalogue_of(SAMPLE).version
    assert f"{version} is published from 2999-01-01" in capsys.readouterr().out
    assert asyncio.run(_in_force(url, date(2998, 12, 31))) is None
    assert asyncio.run(_in_force(url, date(2999, 1, 1))) == version


async def _in_force(url: str, on: date) -> str | None:
    database = Database(url)
    try:
        async with database.reading() as session:
            head = await catalogues.in_force(session, on)
    finally:
        await database.dispose()
    return head["version"] if head else None


def test_publish_says_when_postgres_is_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    settings.cache_clear()
    try:
        assert main(["publish", str(SAMPLE_DIRECTORY), "--from", "2999-01-01"]) == 1
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert "Postgres cannot be reached" in capsys.readouterr().err
