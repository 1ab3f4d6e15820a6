"""One item on its way through the application: a plain object run as a task of the workflow."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain import commands as asked
    from domain.actors import CASE_ACTOR
    from domain.automatic import is_ripe
    from domain.case import Case, Debt, DebtKind, Lane
    from domain.deficiency import wanted_paper
    from domain.dispatching import must_be_told_of_end, still_delivered
    from domain.places import wants_place
    from domain.statuses import DispatchStatus, LaneStatus
    from workflows.effects import ApplicationEffects

Take = Callable[[str, asked.Command], Awaitable[object]]


class LaneRun:
    """Carries one lane to its decision; people decide by updates, the rest happens here."""

    def __init__(
        self, item_code: str, case: Callable[[], Case], take: Take, effects: ApplicationEffects
    ) -> None:
        self._item_code = item_code
        self._case = case
        self._take = take
        self._effects = effects
        self._place_asked = False

    async def run(self, tasks: asyncio.TaskGroup) -> None:
        """Watch over debts, place and system until the lane is decided, then tidy up.

        The watchers belong to the case's ``tasks``, so that an error in one of them is seen.
        Papers of what was granted or filed are delivered, however long that takes.
        """
        delivery = tasks.create_task(_until_cancelled(self._deliver()))
        watchers = [tasks.create_task(_until_cancelled(watch)) for watch in self._watchers()]
        await self._decide()
        for watcher in watchers:
            watcher.cancel()
        if not still_delivered(self._lane):
            delivery.cancel()
        await self._tidy_up()

    def ask_again_for_place(self) -> None:
        """A place may have become free."""
        self._place_asked = False

    def _watchers(self) -> list[Coroutine[object, object, None]]:
        debts = [
            self._watch_debt(debt)
            for debt in self._case().open_debts(self._item_code)
            if debt.kind is not DebtKind.DEFERRED_PAPER
        ]
        place = [self._keep_place()] if wants_place(self._case(), self._item_code) else []
        return [self._poll(), *debts, *place]

    async def _decide(self) -> None:
        while not self._lane.status.is_decided:
            await workflow.wait_condition(
                lambda: self._lane.status.is_decided or self._is_signed or self._is_ripe
            )
            if self._is_signed:
                standing = await self._effects.look_up_credit()
                await self._take_answer(asked.CreditFetched(self._item_code, standing))
            elif self._is_ripe:
                await self._take_answer(asked.DecideAutomatically(self._item_code))

    async def _deliver(self) -> None:
        """Repeat a delivery that was delayed, until the system has the papers."""
        await workflow.wait_condition(lambda: self._lane.dispatch is not DispatchStatus.PENDING)
        if self._lane.dispatch is DispatchStatus.DELAYED:
            answer = await self._effects.dispatch_until_received(self._item_code)
            await self._take_answer(asked.DispatchAnswered((answer,)))

    async def _poll(self) -> None:
        """Ask a system that only speaks when asked, until it has decided."""
        await workflow.wait_condition(lambda: self._lane.must_be_polled)
        report = await self._effects.poll(self._item_code)
        if report is not None:
            command = asked.DepartmentAnswered(CASE_ACTOR, self._lane.dispatch_key, report)
            await self._take_answer(command)

    async def _watch_debt(self, debt: Debt) -> None:
        """Find in shared data what the debt wants, unless it is paid otherwise first."""
        paper_code = wanted_paper(debt)
        if self._case().lane(debt.wants) is not None:
            return
        certificate_type = self._certificate_type(debt) or paper_code
        paper = await self._effects.await_paper(paper_code, certificate_type)
        await self._take_answer(asked.CertificateFound(debt.debt_id, paper))

    def _certificate_type(self, debt: Debt) -> str | None:
        paper = self._case().item(self._item_code).paper(debt.wants)
        return paper.shared_as if paper else None

    async def _keep_place(self) -> None:
        while not self._lane.has_place:
            await workflow.wait_condition(lambda: not self._place_asked)
            self._place_asked = True
            await self._take_answer(await self._effects.reserve_place(self._item_code))

    async def _tidy_up(self) -> None:
        """Return the place of an item that was not granted; tell its system of the end."""
        granted = self._lane.status.awaits_issue or self._lane.status is LaneStatus.ISSUED
        # Also when its rank is not known yet: the answer may be under way.
        if self._case().item(self._item_code).quantity_limited and not granted:
            await self._effects.release_place(self._item_code)
        if must_be_told_of_end(self._case(), self._item_code):
            await self._effects.tell_of_end(self._item_code)

    async def _take_answer(self, command: asked.Command) -> None:
        cause = f"{command.kind}/{self._item_code}/{self._case().sequence}"
        await self._take(cause, command)

    @property
    def _lane(self) -> Lane:
        return self._case().the_lane(self._item_code)

    @property
    def _is_signed(self) -> bool:
        return self._lane.status is LaneStatus.DECISION_SIGNED

    @property
    def _is_ripe(self) -> bool:
        return is_ripe(self._case(), self._lane)


async def _until_cancelled(watch: Coroutine[object, object, None]) -> None:
    """Run a watcher; an activity that is cancelled with it ends as a failure of its own kind."""
    try:
        await watch
    except FailureError as failure:
        if not is_cancelled_exception(failure):
            raise
