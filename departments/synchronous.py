"""Systems that say in the very answer to a case what they make of it."""

from departments.adapter import HttpDepartmentSystem
from departments.protocol import CaseDispatch, DispatchReceipt


class SynchronousSystem(HttpDepartmentSystem):
    """Answers at once; sending the same key again repeats the answer, so it is never polled."""

    async def submit(self, dispatch: CaseDispatch) -> DispatchReceipt:
        """Send the case; an answer without a report is unusable, since none would ever follow."""
        answer = await self._send(dispatch)
        if answer.report is None:
            raise self.connection.action_required("report_missing")
        return DispatchReceipt(
            dispatch_key=dispatch.dispatch_key,
            reference=answer.receipt.reference,
            received_at=answer.receipt.received_at,
            report=self._report_on(dispatch.dispatch_key, answer.report),
        )
