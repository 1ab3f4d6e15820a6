"""How the simulated systems refuse: a status, a stable reason and words."""

from fastapi import Request
from fastapi.responses import JSONResponse


class SimulatedProblem(Exception):  # noqa: N818  # an answer of the system, not a failure of ours
    """An answer other than success."""

    def __init__(
        self, status: int, reason: str, detail: str, *, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason
        self.detail = detail
        self.headers = headers


async def answer_problem(_request: Request, problem: Exception) -> JSONResponse:
    """Render a problem; registered for ``SimulatedProblem`` alone."""
    if not isinstance(problem, SimulatedProblem):
        raise problem
    content = {"reason": problem.reason, "detail": problem.detail}
    return JSONResponse(content, status_code=problem.status, headers=problem.headers)
