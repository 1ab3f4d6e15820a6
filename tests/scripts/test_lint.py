"""Each of our own rules catches a made-up bad example, passes a good one, and holds for us."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.lint import __main__ as command
from scripts.lint.figures import figures_have_sources
from scripts.lint.privacy import PERSONAL_KEYS, log_lines
from scripts.lint.purity import domain_is_pure, workflows_are_repeatable
from scripts.lint.repository import ROOT, NoRepositoryError, files_of
from scripts.lint.rules import RULES, check
from scripts.lint.shape import (
    LONGEST_FILE,
    LONGEST_FUNCTION,
    file_length,
    function_length,
    module_docstring,
    names,
)
from scripts.lint.source import Finding, Rule, SourceFile
from scripts.lint.words import REGISTRY_HOSTS, promises, registry_hosts


def found(rule: Rule, text: str, path: str = "api/example.py") -> list[Finding]:
    return list(rule(SourceFile(path, text)))


def lines_of(rule: Rule, text: str, path: str = "api/example.py") -> list[int]:
    return [finding.line for finding in found(rule, text, path)]


class TestModuleDocstring:
    @pytest.mark.parametrize("text", ["import os\n", "# a comment\nX = 1\n", "X = 1\n'late'\n"])
    def test_code_without_a_docstring_is_caught(self, text: str) -> None:
        assert lines_of(module_docstring, text) == [1]

    @pytest.mark.parametrize("text", ['"""Why."""\nX = 1\n', "", "# nothing but a comment\n"])
    def test_a_docstring_or_no_code_at_all_passes(self, text: str) -> None:
        assert found(module_docstring, text) == []

    def test_a_test_says_why_by_its_names_but_a_fake_does_not(self) -> None:
        assert found(module_docstring, "X = 1", "tests/api/test_example.py") == []
        assert found(module_docstring, "X = 1", "tests/fakes/example.py")


class TestFileLength:
    def test_one_line_too_many_is_caught(self) -> None:
        assert lines_of(file_length, "x = 1\n" * (LONGEST_FILE + 1)) == [LONGEST_FILE + 1]

    def test_as_many_as_allowed_pass(self) -> None:
        assert found(file_length, "x = 1\n" * LONGEST_FILE) == []

    @pytest.mark.parametrize("path", ["migrations/versions/1_first.py", "requirements.lock"])
    def test_what_nobody_writes_by_hand_is_not_counted(self, path: str) -> None:
        assert found(file_length, "x = 1\n" * 5_000, path) == []


def function_of(lines: int) -> str:
    return "def long() -> None:\n" + "    x = 1\n" * (lines - 1)


class TestFunctionLength:
    @pytest.mark.parametrize("prefix", ["", "async "])
    def test_one_line_too_many_is_caught(self, prefix: str) -> None:
        assert lines_of(function_length, prefix + function_of(LONGEST_FUNCTION + 1)) == [1]

    def test_as_many_as_allowed_pass(self) -> None:
        assert found(function_length, function_of(LONGEST_FUNCTION)) == []

    def test_the_alternatives_of_a_case_count_as_one_line(self) -> None:
        alternatives = "\n            | ".join(f"A{number}()" for number in range(70))
        text = (
            f"def table(x):\n    match x:\n        case (\n            {alternatives}\n        ):\n"
        )
        assert found(function_length, text + "            return 1\n") == []

    def test_tests_may_be_as_long_as_their_story(self) -> None:
        assert found(function_length, function_of(100), "tests/e2e/test_story.py") == []


class TestNames:
    @pytest.mark.parametrize(
        "text",
        [
            "def read_cfg(): ...",
            "class QueueMgr: ...",
            "class DefaultImpl: ...",
            "def f(tmp): ...",
            "def f(*misc): ...",
            "tmp2 = 1",
            "self.helper = 1",
            "for util in []: ...",
            "import x as utils",
            "MISC_ITEMS = ()",
            "(lambda cfg: cfg)",
        ],
    )
    def test_a_word_that_says_nothing_is_caught(self, text: str) -> None:
        assert lines_of(names, text) == [1]

    @pytest.mark.parametrize("path", ["core/utils.py", "api/helpers/dates.py", "util/x.py"])
    def test_a_file_named_so_is_caught(self, path: str) -> None:
        assert lines_of(names, "", path) == [1]

    @pytest.mark.parametrize(
        "text",
        [
            "implementation = 1",
            "simple = utility = templates = 1",
            "from email.utils import format_datetime",
            "def test_it(tmp_path): ...",
            "print(library.utils.tmp)",
            "'tmp'",
        ],
    )
    def test_whole_words_and_other_peoples_names_pass(self, text: str) -> None:
        assert found(names, text) == []


class TestDomainIsPure:
    @pytest.mark.parametrize(
        "text",
        [
            "import os",
            "import random",
            "import logging",
            "import uuid",
            "import time",
            "from pathlib import Path",
            "import pydantic",
            "from temporalio import workflow",
            "from core import config",
            "from models.effects import FollowUp",
            "from . import case",
            "def f():\n    import os",
            "datetime.now(UTC)",
            "datetime.datetime.now()",
            "date.today()",
            "datetime.utcnow()",
            "uuid4()",
            "open('file')",
            "print('hello')",
        ],
    )
    def test_the_outside_world_is_caught(self, text: str) -> None:
        assert len(found(domain_is_pure, text, "domain/evolution/example.py")) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "from datetime import datetime, timedelta",
            "from collections.abc import Callable",
            "import hashlib, json",
            "from domain.case import Case",
            "from domain import events as happened",
            "now = draft.now",
            "clock.now()",
            "datetime.fromisoformat('2026-03-02')",
        ],
    )
    def test_values_pass(self, text: str) -> None:
        assert found(domain_is_pure, text, "domain/example.py") == []

    def test_the_rule_is_about_the_domain_alone(self) -> None:
        assert found(domain_is_pure, "import os", "core/config.py") == []


class TestWorkflowsAreRepeatable:
    @pytest.mark.parametrize(
        "text",
        [
            "datetime.now(UTC)",
            "time.time()",
            "uuid.uuid4()",
            "uuid4()",
            "import random",
            "import uuid",
            "import httpx",
            "from sqlmodel import select",
            "from repositories import places",
            "from core.config import Settings",
            "from core import config",
            "from departments.protocol import CaseDispatch",
        ],
    )
    def test_what_a_replay_would_not_repeat_is_caught(self, text: str) -> None:
        assert len(found(workflows_are_repeatable, text, "workflows/example.py")) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "workflow.now()",
            "workflow.uuid4()",
            "workflow.random().random()",
            "await asyncio.sleep(1.5)",
            "import asyncio",
            "from temporalio import workflow",
            "from core.failures import as_application_error",
            "from core import failures",
            "from activities.records import RecordActivities",
            "from models import effects",
            "from workflows.alarm import AlarmClock",
        ],
    )
    def test_what_temporal_repeats_passes(self, text: str) -> None:
        assert found(workflows_are_repeatable, text, "workflows/example.py") == []


class TestLogLines:
    @pytest.mark.parametrize(
        "text",
        [
            "log.info('case.opened', name=name)",
            "logger.warning('x', phone='1')",
            "self._log.error('x', citizen_id=1)",
            "workflow.logger.info('x', extra={'address': 1})",
            "log.bind(name=1)",
            "log.bind(case_id=1).info('x', phone=2)",
            "structlog.get_logger().info('x', name=1)",
            "logging.info('x', extra={'phone': 1})",
            "bind_contextvars(name=1)",
            "structlog.contextvars.bind_contextvars(name=1)",
            "log.info('x', **{'name': 1})",
        ],
    )
    def test_personal_data_in_a_log_call_is_caught(self, text: str) -> None:
        assert lines_of(log_lines, text) == [1]

    @pytest.mark.parametrize(
        "text",
        [
            "log.info('case.opened', case_id=case_id, item_code=1)",
            "logging.getLogger(name='x')",
            "Business(name='Noodle House')",
            "dialog.info(name=1)",
            "workflow.logger.info('x', extra={'case_id': 1})",
        ],
    )
    def test_ids_and_other_calls_pass(self, text: str) -> None:
        assert found(log_lines, text) == []

    def test_the_usual_personal_data_are_known(self) -> None:
        assert {"name", "phone", "citizen_id", "address"} <= PERSONAL_KEYS


class TestFiguresHaveSources:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("limit: {count: 20, unit: working_days}", 1),
            ("limits:\n  - kind: promised\n    count: 5\n", 2),
            ("a: {count: 1, source: ''}", 1),
            ("a: {count: 1, source: null}", 1),
            ("a: {count: 1, source: [R1]}", 1),
            ("source: R1\na: {count: 1}", 2),
            ("a: 1\n---\nb: {count: 2}", 3),
        ],
    )
    def test_a_figure_without_its_source_is_caught(self, text: str, line: int) -> None:
        assert lines_of(figures_have_sources, text, "catalog/items/b1-04.yaml") == [line]

    @pytest.mark.parametrize(
        "text",
        [
            "limit: {count: 20, unit: working_days, source: 行政许可法 42}",
            "limit: {count: 3, source: assumption}",
            "words: {en: count, zh: 数}",
            "",
        ],
    )
    def test_a_figure_with_its_source_passes(self, text: str) -> None:
        assert found(figures_have_sources, text, "catalog/items/b1-04.yaml") == []

    def test_a_file_that_is_not_yaml_is_told(self) -> None:
        assert lines_of(figures_have_sources, "a: [", "catalog/x.yaml") == [1]

    def test_the_rule_is_about_the_catalogue_alone(self) -> None:
        text = yaml.safe_dump({"count": 1})
        assert found(figures_have_sources, text, "departments/systems.yaml") == []


class TestRegistryHosts:
    @pytest.mark.parametrize("host", REGISTRY_HOSTS)
    @pytest.mark.parametrize("path", ["requirements.lock", "deploy/Dockerfile", "docs/x.md"])
    def test_every_host_is_caught_in_every_file(self, host: str, path: str) -> None:
        assert lines_of(registry_hosts, f"# see\nhttps://{host}/simple\n", path) == [2]

    @pytest.mark.parametrize(
        "text",
        ["mypypi.org", "https://example.org/crates.iota", "proxy.golang.organisation", "docs.rs"],
    )
    def test_other_hosts_pass(self, text: str) -> None:
        assert found(registry_hosts, text, "docs/x.md") == []


class TestPromises:
    @pytest.mark.parametrize("text", ["# TODO: later", "x = 1  # FIXME", "XXX", "-- TODO(me)"])
    @pytest.mark.parametrize("path", ["api/x.py", "docs/x.md", "Makefile", "web/x.html"])
    def test_what_is_left_for_later_is_caught(self, text: str, path: str) -> None:
        assert lines_of(promises, text, path) == [1]

    @pytest.mark.parametrize("text", ["no TODOs are kept", "todo_list = []", "XXXL"])
    def test_other_words_pass(self, text: str) -> None:
        assert found(promises, text) == []

    def test_hashes_hold_every_word_by_chance(self) -> None:
        assert found(promises, "h1:a/XXX+b", "stack/temporal_build/go.sum") == []


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_files_are_those_of_version_control_and_those_about_to_be(tmp_path: Path) -> None:
    git(tmp_path, "init")
    for name in ("tracked.py", "new.py", "ignored.py", "gone.py"):
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")
    (tmp_path / ".gitignore").write_text("ignored.py\n", encoding="utf-8")
    git(tmp_path, "add", "tracked.py", "gone.py")
    (tmp_path / "gone.py").unlink()
    assert [file.path for file in files_of(tmp_path)] == [".gitignore", "new.py", "tracked.py"]


def test_without_a_working_copy_nothing_is_silently_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NoRepositoryError):
        list(files_of(tmp_path))
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main() == 2
    assert "git cannot list" in capsys.readouterr().err


def test_a_breach_is_told_with_path_line_and_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "files_of", lambda _: [SourceFile("domain/x.py", "import os")])
    assert command.main() == 1
    told = capsys.readouterr().out.splitlines()
    assert "domain/x.py:1: domain may not import os." in told


def test_a_file_that_is_not_python_is_told_instead_of_stopping_the_others() -> None:
    broken, bad = SourceFile("api/a.py", "def"), SourceFile("api/b.py", "x = 1")
    assert {finding.path for finding in check([broken, bad])} == {"api/a.py", "api/b.py"}


def test_every_rule_says_what_it_wants() -> None:
    assert all(rule.__doc__ for rule in RULES)


def test_our_own_rules_hold_for_the_whole_repository() -> None:
    assert [str(finding) for finding in check(files_of(ROOT))] == []


def test_the_command_ends_well() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scripts.lint"], cwd=ROOT, check=False, capture_output=True
    )
    assert run.returncode == 0, run.stdout.decode()
