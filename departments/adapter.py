"""What the adapters of all styles share: how cases, withdrawals and registrations are sent."""

from dataclasses import dataclass
from urllib.parse import quote

from departments.http import Connection
from departments.protocol import CaseDispatch, DepartmentReport, RegistrationPush
from departments.wire import CaseAnswer, ReportBody


@dataclass(frozen=True, slots=True)
class HttpDepartmentSystem:
    """The calls that do not depend on how a system answers."""

    connection: Connection

    async def status(self, dispatch_key: str) -> DepartmentReport | None:  # noqa: ARG002  # protocol
        """Give None without asking: only a polled system is ever asked."""
        return None

    async def withdraw(self, dispatch_key: str, reason: str) -> None:
        """Tell of the end; a system that does not know the case has nothing to do."""
        await self.connection.call(
            "POST",
            f"{case_path(dispatch_key)}/withdrawal",
            body={"reason": reason},
            idempotency_key=f"{dispatch_key}:withdrawal",
        )

    async def push_registration(self, push: RegistrationPush) -> None:
        await self.connection.call(
            "POST",
            "/registrations",
            body={
                "uscc": push.uscc,
                "name": push.name,
                "district": push.district,
                "registered_on": push.registered_on.isoformat(),
                "scope_entries": list(push.scope_entries),
                "item_codes": list(push.item_codes),
            },
            idempotency_key=push.push_key,
        )

    async def _send(self, dispatch: CaseDispatch) -> CaseAnswer:
        return await self.connection.ask(
            CaseAnswer,
            "POST",
            "/cases",
            body=_case_body(dispatch),
            idempotency_key=dispatch.dispatch_key,
        )

    def _report_on(self, dispatch_key: str, body: ReportBody) -> DepartmentReport:
        """Take a report only for the case it was asked for."""
        if body.dispatch_key != dispatch_key:
            raise self.connection.action_required("answer_for_other_case")
        return body.to_report()


def case_path(dispatch_key: str) -> str:
    return f"/cases/{quote(dispatch_key, safe='')}"


def _case_body(dispatch: CaseDispatch) -> dict[str, object]:
    return {
        "dispatch_key": dispatch.dispatch_key,
        "case_number": dispatch.case_number,
        "item_code": dispatch.item_code,
        "department": dispatch.department,
        "level": dispatch.level,
        "fields": dict(dispatch.fields),
        "documents": [
            {
                "document_id": document.document_id,
                "sha256": document.sha256,
                "media_type": document.media_type,
                "url": document.url,
            }
            for document in dispatch.documents
        ],
        "callback_url": dispatch.callback_url,
    }
