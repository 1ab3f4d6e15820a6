"""Personal data never enters a log line, not even one that is cut later."""

import ast
from collections.abc import Iterator

from scripts.lint.source import Finding, SourceFile

PERSONAL_KEYS = frozenset({"address", "citizen_id", "form", "name", "phone"})

_LOG_METHODS = frozenset(
    {"bind", "critical", "debug", "error", "exception", "info", "log", "msg", "new", "warning"}
)
_CONTEXT_FUNCTIONS = frozenset({"bind_contextvars", "bound_contextvars"})


def log_lines(file: SourceFile) -> Iterator[Finding]:
    """No call of a logger has a keyword, or a key of ``extra``, that holds personal data."""
    if not file.is_product:
        return
    for node in file.nodes:
        if isinstance(node, ast.Call) and _is_log_call(node.func):
            for key in sorted(PERSONAL_KEYS & set(_keys(node))):
                yield file.at(node.lineno, f"{key!r} is personal data and may not be logged.")


def _is_log_call(function: ast.expr) -> bool:
    match function:
        case ast.Name(id=name) if name in _CONTEXT_FUNCTIONS:
            return True
        case ast.Attribute(attr=name) if name in _CONTEXT_FUNCTIONS:
            return True
        case ast.Attribute(value=value, attr=name) if name in _LOG_METHODS:
            return _is_logger(value)
        case _:
            return False


def _is_logger(value: ast.expr) -> bool:
    """Tell by the last name: ``log``, ``_log``, ``self._logger``, ``workflow.logger``."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lower().strip("_") in {"log", "logger", "logging"}
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == "get_logger" or name in _LOG_METHODS
        case _:
            return False


def _keys(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg
        if keyword.arg in {None, "extra"} and isinstance(keyword.value, ast.Dict):
            for key in keyword.value.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value
