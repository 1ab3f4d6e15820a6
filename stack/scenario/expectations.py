"""What the story expects of the city, and how it says that something did not come true."""

import httpx


class UnmetExpectationError(Exception):
    """The city did something else than the story expected; told in one sentence."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"Expected that {expected}, but {found}.")


def require(condition: object, expected: str, found: object) -> None:
    """Go on when the condition holds.

    Raises:
        UnmetExpectationError: it does not; ``found`` is told as what was there instead.
    """
    if not condition:
        raise UnmetExpectationError(expected, f"found {found}")


def require_success(answer: httpx.Response, expected: str) -> None:
    """Go on when the city has done as asked.

    Raises:
        UnmetExpectationError: it has not; the sentence names the problem's code.
    """
    if not answer.is_success:
        raise UnmetExpectationError(expected, f"the city answered {told(answer)}")


def told(answer: httpx.Response) -> str:
    """Say what an answer is: its status and, for a problem, code, field and detail."""
    problem = problem_of(answer)
    if not problem:
        return str(answer.status_code)
    field = f" at {problem['field']}" if problem.get("field") else ""
    detail = str(problem.get("detail", "")).rstrip(".")
    return f"{answer.status_code} {problem['code']}{field} ({detail})"


def problem_of(answer: httpx.Response) -> dict[str, object]:
    """Give the RFC 9457 problem of an answer; empty when it is none."""
    try:
        content = answer.json()
    except ValueError:
        return {}
    return dict(content) if isinstance(content, dict) and "code" in content else {}
