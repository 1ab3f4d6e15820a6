"""How long a push waits before it is tried again."""

from datetime import timedelta

import pytest

from activities.pushes import FIRST_PAUSE, LONGEST_PAUSE, pause_after
from departments.errors import DepartmentActionRequiredError, DepartmentRetriableError

DOWN = DepartmentRetriableError("tobacco", "tobacco", "unreachable")


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        (1, FIRST_PAUSE),
        (2, FIRST_PAUSE * 2),
        (4, FIRST_PAUSE * 8),
        (30, LONGEST_PAUSE),
        (10_000, LONGEST_PAUSE),
    ],
)
def test_waits_twice_as_long_each_time_up_to_a_bound(attempts: int, expected: timedelta) -> None:
    assert pause_after(attempts, DOWN) == expected


def test_waits_as_long_as_the_system_asks_but_not_for_ever() -> None:
    patient = DepartmentRetriableError("a", "a", "busy", retry_after=timedelta(minutes=3))
    parked = DepartmentRetriableError("a", "a", "busy", retry_after=timedelta(days=1))
    assert pause_after(1, patient) == timedelta(minutes=3)
    assert pause_after(1, parked) == LONGEST_PAUSE


def test_what_somebody_must_mend_is_tried_at_the_slowest_pace() -> None:
    error = DepartmentActionRequiredError("a", "a", "access_denied")
    assert pause_after(1, error) == LONGEST_PAUSE
