"""Systems that give a receipt now and call back when there is something to say."""

from departments.adapter import HttpDepartmentSystem
from departments.protocol import CaseDispatch, DispatchReceipt


class CallbackSystem(HttpDepartmentSystem):
    """Reports come to the dispatch's callback URL, signed (``departments.callbacks``)."""

    async def submit(self, dispatch: CaseDispatch) -> DispatchReceipt:
        answer = await self._send(dispatch)
        return DispatchReceipt(
            dispatch_key=dispatch.dispatch_key,
            reference=answer.receipt.reference,
            received_at=answer.receipt.received_at,
        )
