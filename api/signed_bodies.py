"""Bodies that departments' systems sign with HMAC: believed, then read."""

from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from api.problems import FieldProblem, InvalidFieldsError
from core.config import Settings
from departments.callbacks import verify_callback

LONGEST_BODY = 200_000
BodyT = TypeVar("BodyT", bound=BaseModel)


def read_signed(
    model: type[BodyT],
    settings: Settings,
    *,
    raw: bytes,
    timestamp: str,
    signature: str,
    now: datetime,
) -> BodyT:
    """Check the signature over the bytes and then read them.

    Raises:
        CallbackRefused: the signature or its time is not to be believed.
        InvalidFieldsError: the body is not what it should be, field by field.
    """
    secret = settings.callback_secret.get_secret_value()
    verify_callback(secret, timestamp=timestamp, signature=signature, body=raw, now=now)
    if len(raw) > LONGEST_BODY:
        problem = FieldProblem(field="body", code="too_long", message="The report is too long.")
        raise InvalidFieldsError((problem,), "design §10")
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        problems = tuple(
            FieldProblem(
                field=".".join(str(part) for part in fault["loc"]) or "body",
                code=fault["type"],
                message=fault["msg"],
            )
            for fault in error.errors(include_input=False, include_context=False)
        )
    raise InvalidFieldsError(problems, "design §10")
