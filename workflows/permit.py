"""The life of one permit after issuance: verification, revocation, lapse."""

from dataclasses import dataclass

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.permit_records import PermitRecordActivities
    from activities.places import PlaceActivities
    from domain.actions import AllowedAction
    from domain.actors import Actor
    from domain.commands import (
        CalendarPublished,
        CompleteTask,
        ReassignTask,
        ReportRectification,
    )
    from domain.errors import Refused
    from domain.events import MessageRefused
    from domain.permits import commands as asked
    from domain.permits.actions import allowed_actions
    from domain.permits.alarms import next_alarm
    from domain.permits.decide import decide
    from domain.permits.events import PermitEvent
    from domain.permits.evolve import evolve
    from domain.permits.granting import BEGINNING
    from domain.permits.permit import Permit
    from domain.record import Proposal, Recorded
    from models.messages import ReleasePlace
    from models.permit_messages import LONGEST_SLEEP, PermitLife, RecordPermit
    from workflows import options
    from workflows.alarm import AlarmClock
    from workflows.recorder import Answer, Rules, Turns, at_once_or_persistently


@dataclass(frozen=True, slots=True)
class PermitEnding:
    """What a permit's workflow ends with."""

    permit_id: str
    status: str
    sequence: int


def _refused(cause: str, refusal: Refused) -> PermitEvent:
    return MessageRefused(cause, refusal.reason)


@workflow.defn(name="PermitWorkflow")
class PermitWorkflow:
    """One permit from its issuance to its end, in as many runs as its history needs.

    Updates: complete_task, reassign_task, report_rectification, request_hearing,
    record_hearing, propose_revocation. Signals: complete_task, calendar_published. Queries: status,
    allowed_actions.
    """

    @workflow.init
    def __init__(self, life: PermitLife) -> None:
        rules = Rules(decide=decide, evolve=evolve, refused=_refused)
        permit = life.state
        self._turns = Turns(permit.permit_id, permit, rules, self._write)
        # The task that wakes a sleeping permit must leave something behind: when it only refuses
        # an update, server 1.32 forgets it, and the next update is answered ten seconds late.
        longest_wait = LONGEST_SLEEP if life.sleeps else None
        self._alarm = AlarmClock(self._turns, next_alarm, self._run_is_over, longest_wait)

    @workflow.run
    async def run(self, life: PermitLife) -> PermitEnding:  # noqa: ARG002  # taken by __init__
        # A permit begins in the turn that issues it; then this is in its record already.
        await self._turns.take(BEGINNING, asked.Begin())
        await self._alarm.run()
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._permit.is_over:
            workflow.continue_as_new(PermitLife(permit=self._permit))
        await self._give_place_back()
        return PermitEnding(self._permit.permit_id, self._permit.status, self._permit.sequence)

    async def _give_place_back(self) -> None:
        """The place of a quantity-limited item is free for the next in line."""
        grant = self._permit.grant
        if grant.item.quantity_limited:
            await workflow.execute_activity_method(
                PlaceActivities.release_place,
                ReleasePlace(grant.case_id, grant.item.code, grant.district),
                **options.OWN_DATA,
            )

    @workflow.update(name="complete_task")
    async def complete_task(self, command: CompleteTask) -> Answer:
        return await self._turns.answer(command)

    @complete_task.validator
    def _check_complete_task(self, command: CompleteTask) -> None:
        self._turns.validate(command)

    @workflow.signal(name="complete_task")
    async def complete_task_by_system(self, command: CompleteTask) -> None:
        """The same as the update, for systems that only push; a refusal becomes an event."""
        await self._turns.take_message(f"message/{command.message_id}", command)

    @workflow.update(name="reassign_task")
    async def reassign_task(self, command: ReassignTask) -> Answer:
        return await self._turns.answer(command)

    @reassign_task.validator
    def _check_reassign_task(self, command: ReassignTask) -> None:
        self._turns.validate(command)

    @workflow.update(name="report_rectification")
    async def report_rectification(self, command: ReportRectification) -> Answer:
        return await self._turns.answer(command)

    @report_rectification.validator
    def _check_report_rectification(self, command: ReportRectification) -> None:
        self._turns.validate(command)

    @workflow.update(name="request_hearing")
    async def request_hearing(self, command: asked.RequestHearing) -> Answer:
        return await self._turns.answer(command)

    @request_hearing.validator
    def _check_request_hearing(self, command: asked.RequestHearing) -> None:
        self._turns.validate(command)

    @workflow.update(name="record_hearing")
    async def record_hearing(self, command: asked.RecordHearing) -> Answer:
        return await self._turns.answer(command)

    @record_hearing.validator
    def _check_record_hearing(self, command: asked.RecordHearing) -> None:
        self._turns.validate(command)

    @workflow.update(name="propose_revocation")
    async def propose_revocation(self, command: asked.ProposeRevocation) -> Answer:
        return await self._turns.answer(command)

    @propose_revocation.validator
    def _check_propose_revocation(self, command: asked.ProposeRevocation) -> None:
        self._turns.validate(command)

    @workflow.signal(name="calendar_published")
    async def calendar_published(self, command: CalendarPublished) -> None:
        await self._turns.take_message(f"message/{command.message_id}", command)

    @workflow.query(name="status")
    def status(self) -> Permit:
        """The whole permit, for operators; people read the record."""
        return self._permit

    @workflow.query(name="allowed_actions")
    def allowed_actions(self, actor: Actor) -> tuple[AllowedAction, ...]:
        return allowed_actions(self._permit, actor, workflow.now())

    @property
    def _permit(self) -> Permit:
        return self._turns.state

    async def _write(self, proposal: Proposal[PermitEvent]) -> tuple[Recorded[PermitEvent], ...]:
        grant = self._permit.grant if proposal.base_sequence == 0 else None
        record = await at_once_or_persistently(
            PermitRecordActivities.record_permit, RecordPermit(proposal, grant)
        )
        return record.recorded

    def _run_is_over(self) -> bool:
        """The permit's life has ended here, or its history is long enough for a new run."""
        return self._permit.is_over or workflow.info().is_continue_as_new_suggested()
