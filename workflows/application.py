"""The life of one application, from submission to the follow-up of what was issued."""

import asyncio
from dataclasses import dataclass

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.records import RecordActivities
    from domain import commands as asked
    from domain import hearing_commands as of_hearing
    from domain import review_commands as in_review
    from domain import visit_commands as of_visit
    from domain.acceptance import awaits_look_up
    from domain.actions import AllowedAction, allowed_actions
    from domain.actors import Actor
    from domain.alarms import next_alarm
    from domain.case import Case
    from domain.decide import decide
    from domain.dispatching import to_dispatch
    from domain.errors import Refused
    from domain.events import Event, MessageRefused
    from domain.evolve import evolve
    from domain.issuing import ready_to_issue
    from domain.record import Proposal, Recorded
    from domain.submission import Submission
    from domain.visiting import needs_slot
    from models.messages import RecordApplication
    from workflows.alarm import AlarmClock
    from workflows.effects import ApplicationEffects
    from workflows.lanes import LaneRun
    from workflows.recorder import Answer, Rules, Turns, at_once_or_persistently

SUBMISSION = "submission"
"""Cause of the first turn: the update and ``run`` both take it, the record takes it once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an application's workflow ends with."""

    case_id: str
    ending: str
    sequence: int


def _refused(cause: str, refusal: Refused) -> Event:
    return MessageRefused(cause, refusal.reason)


@workflow.defn(name="ApplicationWorkflow")
class ApplicationWorkflow:
    """One application with all its items.

    Updates: submit, complete_task, correct_application, provide_supplement, object_to_request,
    answer_objection, raise_dispute, decide_dispute, exclude_official, pay_debt, withdraw,
    report_rectification, reschedule_visit, cancel_visit, appoint_visit, report_inspectors_absent,
    file_visit_record, tell_hearing_right, request_item_hearing, announce_hearing,
    record_item_hearing, reassign_task, suspend_clock, resume_clock, extend_limit. Signals:
    complete_task, department_answered, calendar_published, catalogue_published, place_freed.
    Queries: status, allowed_actions.
    """

    @workflow.init
    def __init__(self, submission: Submission) -> None:
        rules = Rules(decide=decide, evolve=evolve, refused=_refused)
        self._turns = Turns(submission.case_id, Case(submission=submission), rules, self._write)
        self._effects = ApplicationEffects(lambda: self._case)
        self._alarm = AlarmClock(self._turns, next_alarm, lambda: self._case.is_closed)
        self._lanes: dict[str, LaneRun] = {}

    @workflow.run
    async def run(self, submission: Submission) -> Outcome:
        await self._turns.take(SUBMISSION, asked.Submit(submission.submitted_by))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._alarm.run())
            if await self._accept():
                tasks.create_task(self._dispatch())
                tasks.create_task(self._visit())
                for lane in self._open_lanes():
                    tasks.create_task(lane.run(tasks))
                await self._issue()
                if not self._case.is_closed:
                    await self._turns.take("close", asked.CloseCase())
        await workflow.wait_condition(workflow.all_handlers_finished)
        return Outcome(self._case.case_id, str(self._case.ending), self._case.sequence)

    async def _accept(self) -> bool:
        """Look up what need not be brought, judge, and wait for persons or a correction."""
        if awaits_look_up(self._case):
            looked_up = await self._effects.look_up_papers()
            command = asked.Accept(looked_up.found, looked_up.unreachable)
            await self._turns.take("accept", command)
        await workflow.wait_condition(
            lambda: self._case.accepted_at is not None or self._case.is_closed
        )
        return not self._case.is_closed

    async def _dispatch(self) -> None:
        """Send all lanes' papers in one action; each lane sees to its own delay."""
        answers = await self._effects.dispatch(to_dispatch(self._case))
        await self._turns.take("dispatch", asked.DispatchAnswered(answers))

    async def _visit(self) -> None:
        """Find a common slot whenever the joint visit needs one."""
        while True:
            await workflow.wait_condition(lambda: needs_slot(self._case) or self._all_decided())
            if self._all_decided():
                return
            found = await self._effects.find_slots()
            cause = f"slots/{self._case.sequence}"
            command = asked.SlotsFetched(found.slots, found.visit_id, found.visits, found.reason)
            await self._turns.take(cause, command)

    async def _issue(self) -> None:
        """Issue whatever may be issued, batch by batch, until every lane has ended."""
        while True:
            await workflow.wait_condition(
                lambda: bool(ready_to_issue(self._case)) or self._all_ended()
            )
            if self._all_ended():
                return
            numbered = await self._effects.number_permits()
            await self._turns.take(f"issue/{numbered.version}", numbered)
            followed_up = await self._effects.follow_up()
            command = asked.FollowUpDone(followed_up.document_id)
            await self._turns.take(f"follow_up/{numbered.version}", command)

    def _open_lanes(self) -> list[LaneRun]:
        codes = [lane.item_code for lane in self._case.lanes if not lane.status.is_decided]
        for code in codes:
            self._lanes[code] = LaneRun(code, lambda: self._case, self._turns.take, self._effects)
        return [self._lanes[code] for code in codes]

    @workflow.update(name="submit")
    async def submit(self, command: asked.Submit) -> Answer:
        """Answer with the place in the record once the first event is recorded."""
        return await self._turns.answer(command, cause=SUBMISSION)

    @submit.validator
    def _check_submit(self, command: asked.Submit) -> None:
        self._turns.validate(command, cause=SUBMISSION)

    @workflow.update(name="complete_task")
    async def complete_task(self, command: asked.CompleteTask) -> Answer:
        return await self._turns.answer(command)

    @complete_task.validator
    def _check_complete_task(self, command: asked.CompleteTask) -> None:
        self._turns.validate(command)

    @workflow.signal(name="complete_task")
    async def complete_task_by_system(self, command: asked.CompleteTask) -> None:
        """The same as the update, for systems that only push; a refusal becomes an event."""
        await self._turns.take_message(f"message/{command.message_id}", command)

    @workflow.update(name="correct_application")
    async def correct_application(self, command: asked.CorrectApplication) -> Answer:
        return await self._turns.answer(command)

    @correct_application.validator
    def _check_correct_application(self, command: asked.CorrectApplication) -> None:
        self._turns.validate(command)

    @workflow.update(name="provide_supplement")
    async def provide_supplement(self, command: asked.ProvideSupplement) -> Answer:
        return await self._turns.answer(command)

    @provide_supplement.validator
    def _check_provide_supplement(self, command: asked.ProvideSupplement) -> None:
        self._turns.validate(command)

    @workflow.update(name="pay_debt")
    async def pay_debt(self, command: asked.PayDebt) -> Answer:
        return await self._turns.answer(command)

    @pay_debt.validator
    def _check_pay_debt(self, command: asked.PayDebt) -> None:
        self._turns.validate(command)

    @workflow.update(name="withdraw")
    async def withdraw(self, command: asked.Withdraw) -> Answer:
        return await self._turns.answer(command)

    @withdraw.validator
    def _check_withdraw(self, command: asked.Withdraw) -> None:
        self._turns.validate(command)

    @workflow.update(name="report_rectification")
    async def report_rectification(self, command: asked.ReportRectification) -> Answer:
        return await self._turns.answer(command)

    @report_rectification.validator
    def _check_report_rectification(self, command: asked.ReportRectification) -> None:
        self._turns.validate(command)

    @workflow.update(name="reschedule_visit")
    async def reschedule_visit(self, command: asked.RescheduleVisit) -> Answer:
        return await self._turns.answer(command)

    @reschedule_visit.validator
    def _check_reschedule_visit(self, command: asked.RescheduleVisit) -> None:
        self._turns.validate(command)

    @workflow.update(name="cancel_visit")
    async def cancel_visit(self, command: of_visit.CancelVisit) -> Answer:
        return await self._turns.answer(command)

    @cancel_visit.validator
    def _check_cancel_visit(self, command: of_visit.CancelVisit) -> None:
        self._turns.validate(command)

    @workflow.update(name="appoint_visit")
    async def appoint_visit(self, command: of_visit.AppointVisit) -> Answer:
        return await self._turns.answer(command)

    @appoint_visit.validator
    def _check_appoint_visit(self, command: of_visit.AppointVisit) -> None:
        self._turns.validate(command)

    @workflow.update(name="report_inspectors_absent")
    async def report_inspectors_absent(self, command: of_visit.ReportInspectorsAbsent) -> Answer:
        return await self._turns.answer(command)

    @report_inspectors_absent.validator
    def _check_report_inspectors_absent(self, command: of_visit.ReportInspectorsAbsent) -> None:
        self._turns.validate(command)

    @workflow.update(name="file_visit_record")
    async def file_visit_record(self, command: of_visit.FileVisitRecord) -> Answer:
        return await self._turns.answer(command)

    @file_visit_record.validator
    def _check_file_visit_record(self, command: of_visit.FileVisitRecord) -> None:
        self._turns.validate(command)

    @workflow.update(name="tell_hearing_right")
    async def tell_hearing_right(self, command: of_hearing.TellHearingRight) -> Answer:
        return await self._turns.answer(command)

    @tell_hearing_right.validator
    def _check_tell_hearing_right(self, command: of_hearing.TellHearingRight) -> None:
        self._turns.validate(command)

    @workflow.update(name="request_item_hearing")
    async def request_item_hearing(self, command: of_hearing.RequestItemHearing) -> Answer:
        return await self._turns.answer(command)

    @request_item_hearing.validator
    def _check_request_item_hearing(self, command: of_hearing.RequestItemHearing) -> None:
        self._turns.validate(command)

    @workflow.update(name="announce_hearing")
    async def announce_hearing(self, command: of_hearing.AnnounceHearing) -> Answer:
        return await self._turns.answer(command)

    @announce_hearing.validator
    def _check_announce_hearing(self, command: of_hearing.AnnounceHearing) -> None:
        self._turns.validate(command)

    @workflow.update(name="record_item_hearing")
    async def record_item_hearing(self, command: of_hearing.RecordItemHearing) -> Answer:
        return await self._turns.answer(command)

    @record_item_hearing.validator
    def _check_record_item_hearing(self, command: of_hearing.RecordItemHearing) -> None:
        self._turns.validate(command)

    @workflow.update(name="reassign_task")
    async def reassign_task(self, command: asked.ReassignTask) -> Answer:
        return await self._turns.answer(command)

    @reassign_task.validator
    def _check_reassign_task(self, command: asked.ReassignTask) -> None:
        self._turns.validate(command)

    @workflow.update(name="suspend_clock")
    async def suspend_clock(self, command: asked.SuspendClock) -> Answer:
        return await self._turns.answer(command)

    @suspend_clock.validator
    def _check_suspend_clock(self, command: asked.SuspendClock) -> None:
        self._turns.validate(command)

    @workflow.update(name="resume_clock")
    async def resume_clock(self, command: asked.ResumeClock) -> Answer:
        return await self._turns.answer(command)

    @resume_clock.validator
    def _check_resume_clock(self, command: asked.ResumeClock) -> None:
        self._turns.validate(command)

    @workflow.update(name="extend_limit")
    async def extend_limit(self, command: asked.ExtendLimit) -> Answer:
        return await self._turns.answer(command)

    @extend_limit.validator
    def _check_extend_limit(self, command: asked.ExtendLimit) -> None:
        self._turns.validate(command)

    @workflow.update(name="object_to_request")
    async def object_to_request(self, command: in_review.ObjectToRequest) -> Answer:
        return await self._turns.answer(command)

    @object_to_request.validator
    def _check_object_to_request(self, command: in_review.ObjectToRequest) -> None:
        self._turns.validate(command)

    @workflow.update(name="answer_objection")
    async def answer_objection(self, command: in_review.AnswerObjection) -> Answer:
        return await self._turns.answer(command)

    @answer_objection.validator
    def _check_answer_objection(self, command: in_review.AnswerObjection) -> None:
        self._turns.validate(command)

    @workflow.update(name="raise_dispute")
    async def raise_dispute(self, command: in_review.RaiseDispute) -> Answer:
        return await self._turns.answer(command)

    @raise_dispute.validator
    def _check_raise_dispute(self, command: in_review.RaiseDispute) -> None:
        self._turns.validate(command)

    @workflow.update(name="decide_dispute")
    async def decide_dispute(self, command: in_review.DecideDispute) -> Answer:
        return await self._turns.answer(command)

    @decide_dispute.validator
    def _check_decide_dispute(self, command: in_review.DecideDispute) -> None:
        self._turns.validate(command)

    @workflow.update(name="exclude_official")
    async def exclude_official(self, command: in_review.ExcludeOfficial) -> Answer:
        return await self._turns.answer(command)

    @exclude_official.validator
    def _check_exclude_official(self, command: in_review.ExcludeOfficial) -> None:
        self._turns.validate(command)

    @workflow.signal(name="department_answered")
    async def department_answered(self, command: asked.DepartmentAnswered) -> None:
        await self._turns.take_message(f"message/{command.message_id}", command)

    @workflow.signal(name="calendar_published")
    async def calendar_published(self, command: asked.CalendarPublished) -> None:
        await self._turns.take_message(f"message/{command.message_id}", command)

    @workflow.signal(name="catalogue_published")
    async def catalogue_published(self, command: asked.CatalogueFetched) -> None:
        """Another version is in force; only a case that is not accepted yet takes it over."""
        await self._turns.take_message(f"catalogue/{command.catalogue.version}", command)

    @workflow.signal(name="place_freed")
    def place_freed(self, item_code: str) -> None:
        """A place of a quantity-limited item may have become free for this case."""
        if item_code in self._lanes:
            self._lanes[item_code].ask_again_for_place()

    @workflow.query(name="status")
    def status(self) -> Case:
        """The whole case, for operators; people read the record."""
        return self._case

    @workflow.query(name="allowed_actions")
    def allowed_actions(self, actor: Actor) -> tuple[AllowedAction, ...]:
        return allowed_actions(self._case, actor, workflow.now())

    @property
    def _case(self) -> Case:
        return self._turns.state

    async def _write(self, proposal: Proposal[Event]) -> tuple[Recorded[Event], ...]:
        submission = self._case.submission if proposal.base_sequence == 0 else None
        record = await at_once_or_persistently(
            RecordActivities.record_application, RecordApplication(proposal, submission)
        )
        return record.recorded

    def _all_decided(self) -> bool:
        return all(lane.status.is_decided for lane in self._case.lanes)

    def _all_ended(self) -> bool:
        return all(lane.status.is_ended for lane in self._case.lanes)
