"""A callback is believed only when it was signed with our secret, around now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.callbacks import (
    TOLERANCE,
    CallbackExpiredError,
    CallbackRefused,
    CallbackSignatureError,
    CallbackTimestampError,
    sign_callback,
    verify_callback,
)
from domain.errors import ErrorKind

SECRET, BODY = "secret", b'{"sequence": 1}'
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def verify(
    *,
    secret: str = SECRET,
    timestamp: str | None = None,
    signature: str | None = None,
    body: bytes = BODY,
    now: datetime = NOW,
) -> None:
    stamped = str(int(NOW.timestamp())) if timestamp is None else timestamp
    signed = sign_callback(SECRET, stamped, BODY) if signature is None else signature
    verify_callback(secret, timestamp=stamped, signature=signed, body=body, now=now)


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_a_signed_callback_within_five_minutes_is_believed(seconds: int) -> None:
    verify(now=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86_400, -86_400])
def test_a_callback_from_the_past_or_the_future_is_refused(seconds: int) -> None:
    with pytest.raises(CallbackExpiredError) as caught:
        verify(now=NOW + timedelta(seconds=seconds))
    assert caught.value.kind is ErrorKind.FORBIDDEN


@pytest.mark.parametrize("signature", ["", "0" * 64, "ünïcode", "\ud800", "x" * 10_000])
def test_a_signature_of_somebody_else_is_refused(signature: str) -> None:
    with pytest.raises(CallbackSignatureError):
        verify(signature=signature)


def test_a_signature_belongs_to_one_secret_one_body_and_one_timestamp() -> None:
    signature = sign_callback(SECRET, str(int(NOW.timestamp())), BODY)
    with pytest.raises(CallbackSignatureError):
        verify(secret="another")
    with pytest.raises(CallbackSignatureError):
        verify(body=BODY + b" ")
    with pytest.raises(CallbackSignatureError):
        verify(timestamp=str(int(NOW.timestamp()) + 1), signature=signature)


@pytest.mark.parametrize(
    "timestamp", ["", "now", "-5", "1.5", "1e9", " 1", "1\n", "１２", "9" * 13]
)
def test_a_timestamp_that_is_no_number_of_seconds_is_refused(timestamp: str) -> None:
    with pytest.raises(CallbackTimestampError):
        verify(timestamp=timestamp, signature="")


def test_a_stranger_learns_nothing_of_our_clock() -> None:
    with pytest.raises(CallbackSignatureError):
        verify(signature="0" * 64, now=NOW + timedelta(days=1))


@given(st.binary(max_size=200), st.text(min_size=1, max_size=30), st.integers(-400, 400))
def test_what_was_signed_is_believed_exactly_within_the_tolerance(
    body: bytes, secret: str, seconds: int
) -> None:
    timestamp = str(int(NOW.timestamp()))
    signature = sign_callback(secret, timestamp, body)
    within = abs(seconds) <= TOLERANCE.total_seconds()
    try:
        verify_callback(
            secret,
            timestamp=timestamp,
            signature=signature,
            body=body,
            now=NOW + timedelta(seconds=seconds),
        )
    except CallbackRefused as refusal:
        assert not within
        assert refusal.rule == "design §10"
    else:
        assert within
