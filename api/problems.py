"""Every error as an RFC 9457 problem with a stable code, the field and the rule."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from core.db import DatabaseUnavailableError
from domain.errors import ErrorKind, Refused

log = structlog.get_logger("api")

MEDIA_TYPE = "application/problem+json"
_STATUS = {
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_CODES = {
    HTTPStatus.UNAUTHORIZED: "not_authenticated",
    HTTPStatus.FORBIDDEN: "not_allowed",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
}
RETRY_SECONDS = "5"


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="Dotted path of the field, with list positions.")
    code: str
    message: str


class Problem(BaseModel):
    """Problem details (RFC 9457); ``code`` is stable, ``detail`` is for people."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str = ""
    rule: str = ""
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
        f"{what}_unknown", f"There is no such {what}.", rule="", kind=ErrorKind.NOT_FOUND
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of this application as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(InvalidFieldsError, _invalid_fields)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(UnavailableError, _unavailable)
    app.add_exception_handler(DatabaseUnavailableError, _database_away)
    app.add_exception_handler(Exception, _unexpected)


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


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101  # registered for this class
    return problem(
        request,
        _STATUS[error.kind],
        error.reason,
        error.message,
        field=error.field,
        rule=error.rule,
    )


async def _invalid_fields(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InvalidFieldsError)  # noqa: S101  # registered for this class
    first = error.problems[0]
    return problem(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        first.code,
        first.message,
        field=first.field,
        rule=error.rule,
        errors=error.problems,
    )


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    """Name the fields; the values stay out, since they may be personal."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for this class
    errors = tuple(
        FieldProblem(
            field=".".join(str(part) for part in problem["loc"][1:]) or str(problem["loc"][0]),
            code=problem["type"],
            message=problem["msg"],
        )
        for problem in error.errors()
    )
    return problem(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "request_malformed",
        "The request does not have the shape that the documentation describes.",
        field=errors[0].field if errors else "",
        rule="openapi",
        errors=errors,
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class
    status = HTTPStatus(error.status_code)
    code = _CODES.get(status, "request_refused")
    return problem(request, status, code, str(error.detail), headers=error.headers)


async def _unavailable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UnavailableError)  # noqa: S101  # registered for this class
    return _try_again(request, error.code, error.message)


async def _database_away(request: Request, _error: Exception) -> JSONResponse:
    return _try_again(request, "database_unavailable", "The record cannot be reached now.")


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", error=type(error).__name__, exc_info=error)
    return problem(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "Something went wrong on our side; the operators see it under the request id.",
    )


def _try_again(request: Request, code: str, message: str) -> JSONResponse:
    return problem(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        code,
        message,
        headers={"Retry-After": RETRY_SECONDS},
    )
