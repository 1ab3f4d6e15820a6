"""Reports as the case takes them, and callbacks as the wire lets them pass."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from departments.protocol import DepartmentReport, ReportOutcome, ReportReason
from departments.reports import as_said_to_case
from departments.wire import CallbackBody
from domain.tasks import Reason

AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_case_is_told_sequence_outcome_reasons_and_facts() -> None:
    report = DepartmentReport(
        dispatch_key="case-1.B1-04",
        sequence=3,
        outcome=ReportOutcome.REFUSED,
        at=AT,
        reasons=(ReportReason("B1-04.space", "too small"),),
        facts=(("uscc", "U1"),),
    )
    said = as_said_to_case(report)
    assert (said.sequence, said.outcome) == (3, "refused")
    assert said.reasons == (Reason("B1-04.space", "too small"),)
    assert said.facts == (("uscc", "U1"),)


def test_only_the_outcomes_after_which_nothing_follows_are_final() -> None:
    final = {outcome.value for outcome in ReportOutcome if outcome.is_final}
    assert final == {"granted", "refused", "withdrawn"}
    with_reasons = {outcome.value for outcome in ReportOutcome if outcome.needs_reasons}
    assert with_reasons == {"refused", "information_needed"}


def callback(**more: object) -> dict[str, Any]:
    usual = {"dispatch_key": "k", "sequence": 1, "outcome": "granted", "at": AT.isoformat()}
    return {**usual, "message_id": "m-1", **more}


def test_a_callback_has_a_message_id_and_may_leave_out_what_is_empty() -> None:
    body = CallbackBody.model_validate(callback())
    assert (body.message_id, body.reasons, body.facts) == ("m-1", (), {})
    assert body.to_report().outcome is ReportOutcome.GRANTED


@pytest.mark.parametrize(
    "wrong",
    [
        {"message_id": ""},
        {"message_id": "x" * 201},
        {"surprise": 1},
        {"sequence": 2**31},
        {"sequence": True},
        {"facts": {str(number): "x" for number in range(51)}},
        {"reasons": [{"code": "a", "text": "b"}] * 51},
    ],
)
def test_a_callback_that_is_malformed_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CallbackBody.model_validate(callback(**wrong))
