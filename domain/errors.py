"""The one family of errors that rules raise; the edges translate it, nobody else does."""

from enum import StrEnum


class ErrorKind(StrEnum):
    """What a caller can do about an error; the API maps it to a status code."""

    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"


class DomainError(Exception):
    """Base of every business error; the class name is the public code."""

    kind: ErrorKind = ErrorKind.INVALID

    @property
    def code(self) -> str:
        """Stable public code of this error."""
        return type(self).__name__


class Refused(DomainError):  # noqa: N818  # a refusal is an answer, not a failure
    """A command that the rules do not allow now; nothing was written.

    ``reason`` is the stable code, ``field`` names what was wrong in the command (dotted
    path, empty when the whole command is refused), ``also`` further fields of the same fault,
    ``rule`` cites the source of the rule (an R number, an article or ``assumption``).
    """

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        rule: str,
        field: str = "",
        kind: ErrorKind = ErrorKind.CONFLICT,
        also: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.rule = rule
        self.field = field
        self.kind = kind
        self.also = also

    @property
    def code(self) -> str:
        return self.reason
