"""Named time-outs and retries of every activity call, each with its reason."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class LocalOptions(TypedDict):
    """Keyword arguments of a local activity call."""

    schedule_to_close_timeout: timedelta
    retry_policy: RetryPolicy


class ActivityOptions(TypedDict):
    """Keyword arguments of an ordinary activity call."""

    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


# The record is written within the workflow task, so one quick attempt: when Postgres is away
# longer, handlers must not be blocked by it (design §2, "the record survives an outage").
RECORD_AT_ONCE = LocalOptions(
    schedule_to_close_timeout=timedelta(seconds=2),
    retry_policy=RetryPolicy(maximum_attempts=1),
)

# Nothing may go on without its record, so there is no last attempt.
RECORD_PERSISTENTLY = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)
    ),
)

# All departments at once and briefly: whoever does not answer gets a retried call of its own.
DISPATCH_IN_ONE_ACTION = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=15),
    retry_policy=RetryPolicy(maximum_attempts=3),
)

# A department may be down for days; attempts six hours apart are soon enough after the first.
DEPARTMENT_CALL = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=2),
        backoff_coefficient=3,
        maximum_interval=timedelta(hours=6),
    ),
)

# A poll that finds nothing fails and is tried again by the server, so waiting costs no history;
# the interval grows to a day because nobody waits by the minute for a decision that takes days.
DEPARTMENT_POLL = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=30),
        backoff_coefficient=2,
        maximum_interval=timedelta(days=1),
    ),
)

# Before acceptance a silent source makes a paper pending, not missing; do not keep people waiting.
SHARED_DATA_AT_ONCE = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=5),
    retry_policy=RetryPolicy(maximum_attempts=2, initial_interval=timedelta(milliseconds=500)),
)

# Own database, short transactions: default back-off, no last attempt.
OWN_DATA = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)
    ),
)
