"""A case's business with the departments' systems: sending, asking, telling of its end."""

import asyncio
from datetime import timedelta

import structlog
from temporalio import activity

from activities.department_failures import not_yet, to_be_repeated
from activities.documents import (
    DocumentAddresses,
    DocumentMissingError,
    DocumentsUnavailableError,
)
from departments.configuration import SystemStyle
from departments.errors import DepartmentActionRequiredError, DepartmentError
from departments.errors import DepartmentRetriableError as Retriable
from departments.protocol import CaseDispatch, DepartmentReport, DispatchReceipt
from departments.registry import Departments
from departments.reports import as_said_to_case
from domain.commands import DispatchAnswer
from domain.dispatching import LaneDispatch
from models import effects

LONGEST_WAIT_FOR_LANE = timedelta(seconds=8)
"""Bounds each lane of the one-action dispatch, well within the time the action itself has."""

log = structlog.get_logger()


class DepartmentActivities:
    """Every call may be repeated: systems know a case by its dispatch key."""

    def __init__(
        self,
        departments: Departments,
        documents: DocumentAddresses,
        public_url: str,
        *,
        longest_wait: timedelta = LONGEST_WAIT_FOR_LANE,
    ) -> None:
        self._departments = departments
        self._documents = documents
        self._public_url = public_url.rstrip("/")
        self._longest_wait = longest_wait.total_seconds()

    @activity.defn(name="dispatch_case")
    async def dispatch_case(self, asked: effects.DispatchCase) -> effects.CaseDispatched:
        """Send all lanes at once; what fails for one lane is that lane's answer."""
        answers = await asyncio.gather(*(self._answer(lane) for lane in asked.lanes))
        return effects.CaseDispatched(tuple(answers))

    @activity.defn(name="dispatch_one")
    async def dispatch_one(self, asked: effects.DispatchOne) -> DispatchAnswer:
        """Send one lane; an answer means that the system has it, or that somebody must act.

        Raises:
            ApplicationError: the system is away; to be tried again.
        """
        try:
            return await self._submit(asked.lane)
        except Retriable as error:
            raise to_be_repeated(error) from error
        except (DepartmentActionRequiredError, DocumentMissingError) as error:
            return DispatchAnswer(asked.lane.item_code, fault=error.reason)

    @activity.defn(name="poll_lane")
    async def poll_lane(self, asked: effects.PollLane) -> effects.PolledReport:
        """Give a final report newer than the last one known.

        Raises:
            ApplicationError: ``NotDecidedYet``, or the system is away; to be asked again.
        """
        try:
            system = self._departments.system(asked.system)
            if not self._is_polled(asked.system):
                return effects.PolledReport(None)
            report = await system.status(asked.dispatch_key)
        except DepartmentError as error:
            raise to_be_repeated(error) from error
        if report is None or not _is_news(report, asked.after_sequence):
            raise not_yet("NotDecidedYet", f"{asked.system} has not decided yet")
        return effects.PolledReport(as_said_to_case(report))

    @activity.defn(name="withdraw_lane")
    async def withdraw_lane(self, asked: effects.WithdrawLane) -> None:
        """Tell of the end; a system that will not hear of it does not keep the case open.

        Raises:
            ApplicationError: the system is away; to be tried again.
        """
        try:
            system = self._departments.system(asked.system)
            await system.withdraw(asked.dispatch_key, asked.reason)
        except Retriable as error:
            raise to_be_repeated(error) from error
        except DepartmentActionRequiredError as error:
            log.warning(
                "department.withdrawal_refused",
                system=error.system,
                reason=error.reason,
                dispatch_key=asked.dispatch_key,
            )

    async def _answer(self, lane: LaneDispatch) -> DispatchAnswer:
        try:
            async with asyncio.timeout(self._longest_wait):
                return await self._submit(lane)
        except TimeoutError:
            return DispatchAnswer(lane.item_code, delay="timed_out")
        except Retriable as error:
            return DispatchAnswer(lane.item_code, delay=error.reason)
        except DocumentsUnavailableError:
            return DispatchAnswer(lane.item_code, delay="documents_unavailable")
        except (DepartmentActionRequiredError, DocumentMissingError) as error:
            return DispatchAnswer(lane.item_code, fault=error.reason)

    async def _submit(self, lane: LaneDispatch) -> DispatchAnswer:
        system = self._departments.system(lane.system)
        documents = await self._documents.references(lane.document_ids)
        dispatch = CaseDispatch(
            dispatch_key=lane.dispatch_key,
            case_number=lane.case_number,
            item_code=lane.item_code,
            department=lane.department,
            level=lane.level.value,
            fields=lane.fields,
            documents=documents,
            callback_url=f"{self._public_url}/v1/departments/{lane.department}/callbacks",
        )
        return _received(lane, await system.submit(dispatch))

    def _is_polled(self, system: str) -> bool:
        return self._departments.configuration.systems[system].style is SystemStyle.POLLED


def _received(lane: LaneDispatch, receipt: DispatchReceipt) -> DispatchAnswer:
    return DispatchAnswer(
        item_code=lane.item_code,
        reference=receipt.reference,
        report=as_said_to_case(receipt.report) if receipt.report else None,
        must_be_polled=receipt.must_be_polled,
    )


def _is_news(report: DepartmentReport, after_sequence: int) -> bool:
    return report.sequence > after_sequence and report.outcome.is_final
