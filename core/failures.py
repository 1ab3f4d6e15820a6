"""Domain refusals on their way through Temporal and back, in one place each."""

from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.errors import DomainError, ErrorKind, Refused

_REFUSED = "refused"


def as_application_error(error: DomainError, *, non_retryable: bool = False) -> ApplicationError:
    """Turn a domain error into one that Temporal carries; ``type`` is the public code.

    In activities pass ``non_retryable=True``; in workflows the failed update ends it anyway.
    """
    details: dict[str, str] = {}
    if isinstance(error, Refused):
        details = {
            "family": _REFUSED,
            "message": error.message,
            "rule": error.rule,
            "field": error.field,
            "kind": error.kind.value,
        }
    return ApplicationError(str(error), details, type=error.code, non_retryable=non_retryable)


def refusal_from(error: BaseException | None) -> Refused | None:
    """Give the refusal that an update failed with; None when it failed for another reason."""
    if isinstance(error, WorkflowUpdateFailedError):
        error = error.cause
    if not isinstance(error, ApplicationError) or not error.details:
        return None
    details = error.details[0]
    if not isinstance(details, dict) or details.get("family") != _REFUSED:
        return None
    return Refused(
        error.type or "",
        details["message"],
        rule=details["rule"],
        field=details["field"],
        kind=ErrorKind(details["kind"]),
    )
