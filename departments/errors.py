"""The only two ways in which a department's system can fail us (house style: errors).

Both carry stable codes and ids only: they end up in logs, histories and people's tasks.
"""

from datetime import timedelta


class DepartmentError(Exception):
    """Base of the two families; ``system`` is the code of the system that was called."""

    def __init__(self, department: str, system: str, reason: str) -> None:
        super().__init__(f"{system}: {reason}")
        self.department = department
        self.system = system
        self.reason = reason


class DepartmentRetriableError(DepartmentError):
    """The same call may succeed later; ``retry_after`` is what the system itself asked for."""

    def __init__(
        self, department: str, system: str, reason: str, *, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(department, system, reason)
        self.retry_after = retry_after


class DepartmentActionRequiredError(DepartmentError):
    """Repeating the call is useless until a person has put something right."""
