"""Errors as RFC 9457 problems: a stable code, the field and the rule, for every one of them."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from domain.errors import ErrorKind, Refused

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
_LONGEST_FIELD = 200


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="Dotted path of the field, with list positions.")
    code: str
    message: str


class Problem(BaseModel):
    """Problem details (RFC 9457); ``code`` is stable, ``detail`` is for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Unprocessable Entity",
                    "status": 422,
                    "detail": "The check digits do not fit.",
                    "code": "uscc_invalid",
                    "field": "business.uscc",
                    "rule": "GB 32100-2015",
                    "errors": [],
                    "request_id": "5b1f0a7cf0a94c0d8f3e2b6f6f6c9f11",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str = Field(default="", description="Empty when the request as a whole is refused.")
    rule: str = Field(default="", description="R number, article, standard or design section.")
    errors: tuple[FieldProblem, ...] = ()
    request_id: str = ""


class UnavailableError(Exception):
    """Something we need does not answer; the same request may be repeated with its key."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InvalidFieldsError(Exception):
    """Several fields are wrong at once; each is told."""

    def __init__(self, problems: tuple[FieldProblem, ...], rule: str) -> None:
        super().__init__("invalid fields")
        self.problems = problems
        self.rule = rule


def not_found(what: str) -> Refused:
    """Say that there is no such thing, or that it is not the caller's to see."""
    return Refused(
        f"{what}_unknown", f"There is no such {what}.", rule="design §12", kind=ErrorKind.NOT_FOUND
    )


def field_path(parts: tuple[int | str, ...]) -> str:
    """Join a field's place for an answer: what callers named themselves is cut and printable."""
    joined = ".".join(str(part) for part in parts)
    safe = "".join(each if each.isprintable() else "?" for each in joined)
    return safe[:_LONGEST_FIELD]


def problem(
    request: Request,
    status: HTTPStatus,
    code: str,
    detail: str,
    **more: Any,  # noqa: ANN401  # members of Problem
) -> JSONResponse:
    """Give the response of a problem."""
    headers = more.pop("headers", None)
    request_id = getattr(request.state, "request_id", "")
    body = Problem(
        title=status.phrase, status=status, detail=detail, code=code, request_id=request_id, **more
    )
    return JSONResponse(
        body.model_dump(mode="json"), status_code=status, media_type=MEDIA_TYPE, headers=headers
    )
