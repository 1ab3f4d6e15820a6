"""What a tester can tell a simulated system, and what it lets a tester see."""

import json
from typing import Annotated

from pydantic import AwareDatetime, Field

from departments.configuration import SystemStyle
from departments.simulator.bodies import Body, Key, Reason, Report
from departments.simulator.callback_sender import Signature
from departments.simulator.faults import Fault

Milliseconds = Annotated[int, Field(ge=0, le=600_000)]


class Instruction(Body):
    """What to say of a case; outcomes are not checked, so that nonsense can be tried too."""

    outcome: Key
    reasons: tuple[Reason, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)


class CallbackManner(Body):
    """How a report is delivered: how often, how signed, how old, and how well-formed."""

    times: Annotated[int, Field(ge=1, le=10)] = 1
    signature: Signature = Signature.VALID
    age_seconds: Annotated[int, Field(ge=-86_400, le=86_400)] = 0
    delay_ms: Milliseconds = 0
    raw_body: Annotated[str, Field(max_length=100_000)] | None = None
    """Sent in place of the report, for trying malformed bodies."""

    def encode(self, content: dict[str, object]) -> bytes:
        if self.raw_body is not None:
            return self.raw_body.encode()
        return json.dumps(content, ensure_ascii=False).encode()


class RequestedReport(Instruction):
    """A report to be made now; a given ``sequence`` may be older than what was sent before."""

    sequence: Annotated[int, Field(ge=1)] | None = None
    callback: CallbackManner = CallbackManner()


class SentReport(Body):
    """The report that was made, and the id of its callback."""

    report: Report
    message_id: str


class Pace(Body):
    """How soon a system calls back, and at which poll a case is in progress."""

    callback_delay_ms: Milliseconds
    polls_until_in_progress: Annotated[int, Field(ge=1)] = 2


class LogEntry(Body):
    """One call a system received, or one callback it has finished with."""

    at: AwareDatetime
    call: str
    dispatch_key: str
    status: int | None
    body: object = None


class SystemOverview(Body):
    """What a system is and what is wrong with it."""

    style: SystemStyle
    fault: Fault
    pace: Pace
    answers: dict[str, Instruction]
