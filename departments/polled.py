"""Systems that give a receipt and afterwards speak only when asked."""

from departments.adapter import HttpDepartmentSystem, case_path
from departments.protocol import CaseDispatch, DepartmentReport, DispatchReceipt
from departments.wire import StatusAnswer


class PolledSystem(HttpDepartmentSystem):
    """Its receipts say that somebody has to ask."""

    async def submit(self, dispatch: CaseDispatch) -> DispatchReceipt:
        answer = await self._send(dispatch)
        return DispatchReceipt(
            dispatch_key=dispatch.dispatch_key,
            reference=answer.receipt.reference,
            received_at=answer.receipt.received_at,
            must_be_polled=True,
        )

    async def status(self, dispatch_key: str) -> DepartmentReport | None:
        """Ask for the latest report; None when the system has nothing to say of the key."""
        answer = await self.connection.ask(StatusAnswer, "GET", case_path(dispatch_key))
        if answer.report is None:
            return None
        return self._report_on(dispatch_key, answer.report)
