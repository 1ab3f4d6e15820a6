"""The command line checks, shows and lists, and fails with the reason on the error stream."""

from pathlib import Path

import pytest

from catalog.__main__ import main
from catalog.assumptions import assumptions
from catalog.loader import CATALOGUE_DIRECTORY, read_files


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
