"""The signature by which a callback proves that a department's system sent it, and when.

HMAC-SHA256 over the timestamp, a full stop and the body, as lower-case hexadecimal digits.
Whoever receives a callback also keeps its message id, so that a replay within the tolerance
changes nothing (design §10).
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from domain.errors import ErrorKind, Refused

TIMESTAMP_HEADER = "X-Callback-Timestamp"
"""Seconds since 1970 (UTC), as decimal digits."""
SIGNATURE_HEADER = "X-Callback-Signature"
TOLERANCE = timedelta(minutes=5)
"""Wall time between sender and receiver (design §10)."""

_RULE = "design §10"


class CallbackRefused(Refused):
    """Base of the reasons not to believe a callback."""

    def __init__(self, reason: str, message: str, *, field: str) -> None:
        super().__init__(reason, message, rule=_RULE, field=field, kind=ErrorKind.FORBIDDEN)


class CallbackTimestampError(CallbackRefused):
    """The timestamp is missing or not a number of seconds."""

    def __init__(self) -> None:
        super().__init__(
            "callback_timestamp_malformed",
            f"{TIMESTAMP_HEADER} must be the seconds since 1970 in digits.",
            field=TIMESTAMP_HEADER,
        )


class CallbackExpiredError(CallbackRefused):
    """The callback was signed too long ago, or in the future."""

    def __init__(self) -> None:
        super().__init__(
            "callback_expired",
            "The callback was not signed within five minutes of now; sign it anew.",
            field=TIMESTAMP_HEADER,
        )


class CallbackSignatureError(CallbackRefused):
    """The signature is missing or was not made with our secret over this body and timestamp."""

    def __init__(self) -> None:
        super().__init__(
            "callback_signature_invalid",
            f"{SIGNATURE_HEADER} does not belong to this timestamp and body.",
            field=SIGNATURE_HEADER,
        )


def sign_callback(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a body for its timestamp (seconds since 1970 in digits)."""
    message = timestamp.encode() + b"." + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def verify_callback(
    secret: str, *, timestamp: str, signature: str, body: bytes, now: datetime
) -> None:
    """Raise a ``CallbackRefused`` unless the body was signed with the secret around ``now``.

    ``now`` is wall time. The signature is judged before the age, so that a stranger learns
    nothing of our clock.
    """
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        raise CallbackTimestampError
    expected = sign_callback(secret, timestamp, body)
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise CallbackSignatureError
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise CallbackExpiredError
