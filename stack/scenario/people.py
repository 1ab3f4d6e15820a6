"""The people of the story: each has a token of his own and acts through HTTP alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from stack.scenario.expectations import UnmetExpectationError, problem_of, require_success, told

SYNTHETIC_PDF = b"%PDF-1.7 synthetic paper of the demo\n"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token; ``name`` is what the story calls them, ``subject`` is opaque."""

    name: str
    subject: str
    http: httpx.AsyncClient
    token: str

    async def get(self, path: str, expecting: str, **query: str | int) -> Any:  # noqa: ANN401  # any JSON
        """Read something.

        Raises:
            UnmetExpectationError: the city does not show it.
        """
        return (await self.fetch(path, expecting, query=query)).json()

    async def fetch(
        self,
        path: str,
        expecting: str,
        *,
        accept: str = "application/json",
        query: Mapping[str, str | int] | None = None,
    ) -> httpx.Response:
        """Read something that need not be JSON."""
        headers = self._headers() | {"Accept": accept}
        answer = await self.http.get(f"/v1{path}", headers=headers, params=query)
        require_success(answer, expecting)
        return answer

    async def post(
        self, path: str, body: object | None, expecting: str, *, key: str | None = None
    ) -> dict[str, Any]:
        """Act, with a fresh Idempotency-Key unless one is given.

        Raises:
            UnmetExpectationError: the city refuses; the sentence names the problem's code.
        """
        answer = await self._post(path, body, key)
        require_success(answer, expecting)
        return dict(answer.json())

    async def put(self, path: str, body: object, expecting: str) -> dict[str, Any]:
        """Replace something, as often as one likes."""
        answer = await self.http.put(f"/v1{path}", headers=self._headers(), json=body)
        require_success(answer, expecting)
        return dict(answer.json())

    async def is_refused(
        self, path: str, body: object | None, expecting: str, *, code: str
    ) -> dict[str, Any]:
        """Act where the city must refuse with a code; give the problem.

        Raises:
            UnmetExpectationError: it did as asked, or refused for another reason.
        """
        answer = await self._post(path, body, None)
        problem = problem_of(answer)
        if answer.is_success or problem.get("code") != code:
            raise UnmetExpectationError(
                f"{expecting} with {code}", f"the city answered {told(answer)}"
            )
        return problem

    async def upload(self, paper_code: str) -> str:
        """Hand in a synthetic file; give its document id."""
        answer = await self.http.post(
            "/v1/documents",
            headers=self._headers() | {"Idempotency-Key": uuid4().hex},
            files={"file": (f"{paper_code}.pdf", SYNTHETIC_PDF, "application/pdf")},
            data={"paper_code": paper_code},
        )
        require_success(answer, f"the paper {paper_code} can be uploaded")
        return str(answer.json()["document_id"])

    async def _post(self, path: str, body: object | None, key: str | None) -> httpx.Response:
        headers = self._headers() | {"Idempotency-Key": key or uuid4().hex}
        return await self.http.post(f"/v1{path}", headers=headers, json=body)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


async def introduce(
    http: httpx.AsyncClient,
    name: str,
    role: str,
    department: str | None = None,
    subject: str | None = None,
) -> Person:
    """Have the development issuer give somebody a token.

    Raises:
        UnmetExpectationError: the stack issues none, as in production.
    """
    wanted = {"subject": subject or f"{role}-{uuid4().hex[:12]}", "role": role}
    body = wanted | ({"department": department} if department else {})
    answer = await http.post("/v1/development/tokens", json=body)
    require_success(answer, f"the development issuer gives {name} a token")
    return Person(name, wanted["subject"], http, answer.json()["access_token"])
