"""Refusals on their way through Temporal: the same on the other side, and nothing else is one."""

import pytest
from temporalio.api.failure.v1 import Failure
from temporalio.client import WorkflowUpdateFailedError
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError, CancelledError

from core.failures import as_application_error, refusal_from
from domain.errors import DomainError, ErrorKind, Refused


class LostError(DomainError):
    """An error of the domain that is no refusal."""


def refused(kind: ErrorKind = ErrorKind.CONFLICT) -> Refused:
    return Refused("already_decided", "Done before.", rule="R94", field="item_codes", kind=kind)


def carried(error: BaseException) -> BaseException:
    """What arrives when Temporal has carried the error to another process."""
    failure = Failure()
    converter = DataConverter.default
    converter.failure_converter.to_failure(error, converter.payload_converter, failure)
    return converter.failure_converter.from_failure(failure, converter.payload_converter)


class TestRefusal:
    @pytest.mark.parametrize("kind", ErrorKind)
    def test_arrives_as_it_was(self, kind: ErrorKind) -> None:
        sent = refused(kind)
        found = refusal_from(carried(as_application_error(sent)))
        assert found is not None
        assert vars(found) == vars(sent)
        assert found.code == sent.code

    def test_arrives_as_the_cause_of_a_failed_update(self) -> None:
        error = WorkflowUpdateFailedError(carried(as_application_error(refused())))
        found = refusal_from(error)
        assert found is not None
        assert found.reason == "already_decided"

    def test_bears_its_public_code_as_type(self) -> None:
        assert as_application_error(refused()).type == "already_decided"

    @pytest.mark.parametrize("final", [True, False])
    def test_is_tried_again_unless_told_otherwise(self, *, final: bool) -> None:
        error = as_application_error(refused(), non_retryable=final)
        assert error.non_retryable is final


class TestOtherErrors:
    def test_of_the_domain_are_carried_under_their_name_and_are_no_refusals(self) -> None:
        error = as_application_error(LostError("lost"))
        assert error.type == "LostError"
        assert refusal_from(carried(error)) is None

    @pytest.mark.parametrize(
        "error",
        [
            None,
            ValueError("refused"),
            CancelledError("refused"),
            ApplicationError("refused"),
            ApplicationError("x", "refused", type="refused"),
            ApplicationError("x", {"family": "other"}, type="refused"),
            WorkflowUpdateFailedError(CancelledError("x")),
        ],
    )
    def test_are_no_refusals(self, error: BaseException | None) -> None:
        assert refusal_from(error) is None
