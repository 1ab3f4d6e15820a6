"""Every error of the application answered as a problem, the framework's own included."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.problems import (
    RETRY_SECONDS,
    FieldProblem,
    InvalidFieldsError,
    UnavailableError,
    field_path,
    problem,
)
from core.db import DatabaseUnavailableError
from domain.errors import ErrorKind, Refused

log = structlog.get_logger("api")

_STATUS = {
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_TOLD = {
    HTTPStatus.BAD_REQUEST: ("body_unreadable", "body", "openapi"),
    HTTPStatus.UNAUTHORIZED: ("not_authenticated", "Authorization", "design §12"),
    HTTPStatus.FORBIDDEN: ("not_allowed", "", "design §12"),
    HTTPStatus.NOT_FOUND: ("not_found", "", "openapi"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "", "openapi"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("body_too_large", "body", "openapi"),
}
"""Code, field and rule of an error that the framework or a dependency raises by its status."""
_JSON_ONLY = "The body must be sent as application/json."


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of this application as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(InvalidFieldsError, _invalid_fields)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(UnavailableError, _unavailable)
    app.add_exception_handler(DatabaseUnavailableError, _database_away)
    app.add_exception_handler(Exception, _unexpected)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101  # registered for this class
    fields = (error.field, *error.also) if error.also else ()
    return problem(
        request,
        _STATUS[error.kind],
        error.reason,
        error.message,
        field=error.field,
        rule=error.rule,
        errors=tuple(
            FieldProblem(field=each, code=error.reason, message=error.message) for each in fields
        ),
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
            field=field_path(each["loc"][1:]) or str(each["loc"][0]),
            code=each["type"],
            message=each["msg"],
        )
        for each in error.errors()
    )
    if _is_other_than_json(error):
        return _wrong_media_type(request)
    return problem(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "request_malformed",
        "The request does not have the shape that the documentation describes.",
        field=errors[0].field if errors else "",
        rule="openapi",
        errors=errors,
    )


def _is_other_than_json(error: RequestValidationError) -> bool:
    """Whether the body was never read as JSON because of its ``Content-Type``."""
    whole = any(tuple(each["loc"]) == ("body",) for each in error.errors())
    return whole and isinstance(error.body, bytes)


def _wrong_media_type(request: Request) -> JSONResponse:
    return problem(
        request,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "media_type_not_supported",
        _JSON_ONLY,
        field="Content-Type",
        rule="openapi",
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class
    status = HTTPStatus(error.status_code)
    code, field, rule = _TOLD.get(status, ("request_refused", "", "openapi"))
    return problem(
        request, status, code, str(error.detail), field=field, rule=rule, headers=error.headers
    )


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
        rule="openapi",
    )


def _try_again(request: Request, code: str, message: str) -> JSONResponse:
    return problem(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        code,
        message,
        rule="design §3",
        headers={"Retry-After": RETRY_SECONDS},
    )
