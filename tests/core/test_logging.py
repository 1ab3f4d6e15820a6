"""Logging: one JSON line per outcome, the same from every library, without personal data."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from core.logging import configure_logging, drop_personal_data

PERSONAL = ["name", "phone", "citizen_id", "address", "form", "token", "authorization", "signature"]


@pytest.fixture(autouse=True)
def former_logging() -> Iterator[None]:
    """What a test sets up is taken back, for the root logger serves the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def line(captured: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (only,) = captured.readouterr().err.splitlines()
    return dict(json.loads(only))


class TestLine:
    def test_holds_event_level_time_and_values(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        structlog.get_logger("test").info("task_completed", case_id="case-1", 状态="granted")
        found = line(capsys)
        assert found.pop("timestamp")
        assert found == {
            "event": "task_completed",
            "level": "info",
            "case_id": "case-1",
            "状态": "granted",
        }

    def test_is_the_same_from_other_libraries(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        logging.getLogger("library").warning("retry %d", 3, extra={"case_id": "case-1"})
        found = line(capsys)
        assert (found["event"], found["level"]) == ("retry 3", "warning")
        assert found["case_id"] == "case-1"

    def test_bears_what_is_bound_to_the_task(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        with bound_contextvars(request_id="r-1"):
            structlog.get_logger().info("handled")
        assert line(capsys)["request_id"] == "r-1"

    def test_stays_one_line_with_an_exception(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        try:
            int("broken")
        except ValueError:
            structlog.get_logger().exception("failed")
        assert "ValueError: invalid" in line(capsys)["exception"]

    def test_can_be_read_by_people(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(as_json=False)
        structlog.get_logger().info("task_completed")
        assert "task_completed" in capsys.readouterr().err


class TestPersonalData:
    @pytest.mark.parametrize("key", PERSONAL)
    def test_is_cut(self, capsys: pytest.CaptureFixture[str], key: str) -> None:
        configure_logging()
        structlog.get_logger().info("submitted", **{key: "王小明"})
        assert line(capsys)[key] == "[cut]"

    def test_of_other_libraries_is_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        logging.getLogger("library").warning("sent", extra={"phone": "13800138000"})
        assert line(capsys)["phone"] == "[cut]"

    def test_bound_to_the_task_is_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        with bound_contextvars(phone="13800138000"):
            structlog.get_logger().info("handled")
        assert line(capsys)["phone"] == "[cut]"

    def test_leaves_the_rest_alone(self) -> None:
        event = {"event": "x", "case_id": "case-1"}
        assert drop_personal_data(None, "info", dict(event)) == event


class TestLevel:
    def test_hides_what_is_below(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(level="WARNING")
        structlog.get_logger().info("hidden")
        logging.getLogger("library").info("hidden")
        assert capsys.readouterr().err == ""

    def test_silences_the_lines_of_every_request(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(level="DEBUG")
        logging.getLogger("httpx").info("GET /")
        logging.getLogger("uvicorn.access").info("GET /")
        assert capsys.readouterr().err == ""

    def test_set_up_twice_writes_each_line_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging()
        configure_logging()
        structlog.get_logger().info("once")
        assert line(capsys)["event"] == "once"
