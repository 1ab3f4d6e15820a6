"""The steps of a Temporal history stand at their own instant, wherever the API runs."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.history.v1 import HistoryEvent

from api.history import _step


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("shanghai")
def test_the_zone_of_the_machine_does_not_move_a_step() -> None:
    instant = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    happened = Timestamp()
    happened.FromDatetime(instant)
    assert _step(HistoryEvent(event_id=1, event_time=happened)).at == instant
