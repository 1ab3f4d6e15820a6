"""Data sharing over HTTP: certificates, registrations, credit and inspectors' availability.

Holders and subjects travel in bodies, never in URLs, since URLs end up in access logs.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from departments.http import Connection
from departments.protocol import (
    CreditStanding,
    InspectorSlot,
    SharedCertificate,
    SharedRegistration,
)
from departments.wire import CertificateAnswer, CreditAnswer, RegistrationAnswer, SlotsAnswer


@dataclass(frozen=True, slots=True)
class HttpSharedData:
    """The city's data-sharing platform; an answer about anybody else is refused."""

    connection: Connection

    async def fetch_certificate(
        self, holder: str, certificate_type: str
    ) -> SharedCertificate | None:
        answer = await self.connection.ask(
            CertificateAnswer,
            "POST",
            "/certificates/lookup",
            body={"holder": holder, "certificate_type": certificate_type},
        )
        if answer.certificate is None:
            return None
        found = answer.certificate.to_certificate()
        if (found.holder, found.certificate_type) != (holder, certificate_type):
            raise self.connection.action_required("answer_for_other_subject")
        return found

    async def fetch_registration(self, uscc: str) -> SharedRegistration | None:
        answer = await self.connection.ask(
            RegistrationAnswer, "GET", f"/registrations/{quote(uscc, safe='')}"
        )
        if answer.registration is None:
            return None
        if answer.registration.uscc != uscc:
            raise self.connection.action_required("answer_for_other_subject")
        return answer.registration.to_registration()

    async def fetch_credit(self, subject: str) -> CreditStanding:
        answer = await self.connection.ask(
            CreditAnswer, "POST", "/credit/lookup", body={"subject": subject}
        )
        if answer.standing.subject != subject:
            raise self.connection.action_required("answer_for_other_subject")
        return answer.standing.to_standing()

    async def fetch_inspector_slots(
        self, department: str, district: str, from_date: date, to_date: date
    ) -> tuple[InspectorSlot, ...]:
        answer = await self.connection.ask(
            SlotsAnswer,
            "GET",
            "/slots",
            query={
                "department": department,
                "district": district,
                "from_date": from_date.isoformat(),
                "to_date": to_date.isoformat(),
            },
        )
        return tuple(slot.to_slot(department) for slot in answer.slots)
