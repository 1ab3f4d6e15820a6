"""How failures of departments' systems become failures that Temporal retries."""

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from departments.errors import DepartmentError, DepartmentRetriableError


def to_be_repeated(error: DepartmentError) -> ApplicationError:
    """Have the call repeated, when the system says so or else by the call's own policy.

    Also for what needs somebody to act: the case waits, visibly, until it was put right.
    The message holds stable codes only.
    """
    delay = error.retry_after if isinstance(error, DepartmentRetriableError) else None
    # The server takes a delay of nothing literally and would call again without any pause.
    return ApplicationError(str(error), type=type(error).__name__, next_retry_delay=delay or None)


def not_yet(kind: str, what: str) -> ApplicationError:
    """Have the question asked again later; that nothing is there yet is no fault of anybody."""
    return ApplicationError(what, type=kind, category=ApplicationErrorCategory.BENIGN)
