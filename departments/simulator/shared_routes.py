"""The HTTP face of the simulated data-sharing platform."""

import hashlib
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from departments.protocol import LONGEST_SLOT_QUERY
from departments.simulator.bodies import Certificate, CertificateQuestion, CreditQuestion
from departments.simulator.problems import SimulatedProblem
from departments.simulator.shared import SharedData, content_of, document_id
from departments.simulator.world import World

_MEDIA_TYPE = "application/json"


class SharedRoutes:
    """Questions about persons come in bodies, so that no address names one."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self, path: str) -> APIRouter:
        router = APIRouter(prefix=path, tags=["shared data"])
        router.add_api_route("/certificates/lookup", self.certificate, methods=["POST"])
        router.add_api_route("/documents/{document}", self.document, methods=["GET"])
        router.add_api_route("/registrations/{uscc}", self.registration, methods=["GET"])
        router.add_api_route("/credit/lookup", self.credit, methods=["POST"])
        router.add_api_route("/slots", self.slots, methods=["GET"])
        return router

    async def certificate(
        self, question: CertificateQuestion, request: Request
    ) -> dict[str, object]:
        """Find a holder's certificate."""
        await self._data.faults["certificates"].meet()
        found = self._data.certificates.get((question.holder, question.certificate_type))
        return {"certificate": None if found is None else _with_document(found, request)}

    async def document(self, document: str) -> Response:
        """Give a certificate's file."""
        content = self._data.documents.get(document)
        if content is None:
            raise SimulatedProblem(HTTPStatus.NOT_FOUND, "document_unknown", "No such file.")
        return Response(content, media_type=_MEDIA_TYPE)

    async def registration(self, uscc: str) -> dict[str, object]:
        """Find a business."""
        await self._data.faults["registrations"].meet()
        return {"registration": self._data.registrations.get(uscc)}

    async def credit(self, question: CreditQuestion) -> dict[str, object]:
        """Give a subject's standing."""
        await self._data.faults["credit"].meet()
        return {"standing": self._data.credit(question.subject)}

    async def slots(
        self, department: str, district: str, from_date: date, to_date: date
    ) -> dict[str, object]:
        """Give inspectors' free half-days; they go to every district."""
        await self._data.faults["slots"].meet()
        if not district or to_date - from_date > LONGEST_SLOT_QUERY:
            detail = f"Name a district and at most {LONGEST_SLOT_QUERY.days} days."
            raise SimulatedProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "range_too_long", detail)
        return {"slots": self._data.slots(department, from_date, to_date)}

    @property
    def _data(self) -> SharedData:
        return self._world.shared


def _with_document(certificate: Certificate, request: Request) -> dict[str, object]:
    document = document_id(certificate)
    return {
        **certificate.model_dump(mode="json"),
        "document": {
            "document_id": document,
            "sha256": hashlib.sha256(content_of(certificate)).hexdigest(),
            "media_type": _MEDIA_TYPE,
            "url": str(request.url_for("document", document=document)),
        },
    }
