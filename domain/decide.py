"""The law of an application in one place: which events a command brings about, or why none."""

from datetime import datetime
from typing import assert_never

from domain import commands as asked
from domain import review_commands as in_review
from domain.acceptance import decide_accept, decide_catalogue, decide_submit
from domain.alarms import decide_ring
from domain.automatic import decide_automatically, decide_credit
from domain.case import Case
from domain.clock_acts import decide_clock_act
from domain.commands import RescheduleVisit
from domain.completing import decide_complete
from domain.correction import decide_correct
from domain.deficiency import decide_found, decide_payment
from domain.draft import Draft
from domain.events import Event
from domain.hearing_commands import (
    AnnounceHearing,
    RecordItemHearing,
    RequestItemHearing,
    TellHearingRight,
)
from domain.inspecting import decide_rectification
from domain.issuing import decide_close, decide_follow_up, decide_issue
from domain.item_hearings import decide_hearing
from domain.offline_records import decide_file_record
from domain.places import decide_place
from domain.recomputing import decide_calendar
from domain.requesting import decide_supplement
from domain.review_acts import decide_review_act
from domain.reviewing import decide_department_answered, decide_dispatched
from domain.supervising import decide_reassign
from domain.visit_changes import decide_visit_change
from domain.visit_commands import (
    AppointVisit,
    CancelVisit,
    FileVisitRecord,
    ReportInspectorsAbsent,
)
from domain.visiting import decide_slots
from domain.warnings import ring_warnings
from domain.withdrawing import decide_withdraw


def decide(case: Case, command: asked.Command, now: datetime) -> tuple[Event, ...]:
    """Decide what the command brings about at this instant; no events means nothing changes.

    Warnings whose instant has come are told first: an act that comes before the alarm does, as
    after an outage, must not silence them by stopping the clock.

    Raises:
        Refused: the rules do not allow it; the case stays as it is.
    """
    draft = Draft(case, command.actor, now)
    if not case.is_closed:
        ring_warnings(draft)
    _delegate(draft, command)
    return draft.events


def _delegate(draft: Draft, command: asked.Command) -> None:
    match command:
        case asked.Submit():
            decide_submit(draft, command)
        case asked.CatalogueFetched():
            decide_catalogue(draft, command)
        case asked.Accept():
            decide_accept(draft, command)
        case asked.CompleteTask():
            decide_complete(draft, command)
        case asked.CorrectApplication():
            decide_correct(draft, command)
        case asked.ProvideSupplement():
            decide_supplement(draft, command)
        case (
            in_review.ObjectToRequest()
            | in_review.AnswerObjection()
            | in_review.RaiseDispute()
            | in_review.DecideDispute()
            | in_review.ExcludeOfficial()
        ):
            decide_review_act(draft, command)
        case asked.PayDebt():
            decide_payment(draft, command)
        case asked.CertificateFound():
            decide_found(draft, command)
        case asked.Withdraw():
            decide_withdraw(draft, command)
        case asked.DispatchAnswered():
            decide_dispatched(draft, command)
        case asked.DepartmentAnswered():
            decide_department_answered(draft, command)
        case asked.DecideAutomatically():
            decide_automatically(draft, command)
        case asked.CreditFetched():
            decide_credit(draft, command)
        case asked.PlaceAnswered():
            decide_place(draft, command)
        case asked.SlotsFetched():
            decide_slots(draft, command)
        case asked.ReportRectification():
            decide_rectification(draft, command)
        case RescheduleVisit() | CancelVisit() | AppointVisit() | ReportInspectorsAbsent():
            decide_visit_change(draft, command)
        case TellHearingRight() | RequestItemHearing() | AnnounceHearing() | RecordItemHearing():
            decide_hearing(draft, command)
        case FileVisitRecord():
            decide_file_record(draft, command)
        case asked.PermitsNumbered():
            decide_issue(draft, command)
        case asked.FollowUpDone():
            decide_follow_up(draft, command)
        case asked.ReassignTask():
            decide_reassign(draft, command)
        case asked.SuspendClock() | asked.ResumeClock() | asked.ExtendLimit():
            decide_clock_act(draft, command)
        case asked.CalendarPublished():
            decide_calendar(draft, command)
        case asked.Ring():
            decide_ring(draft, command)
        case asked.CloseCase():
            decide_close(draft, command)
        case _:
            assert_never(command)
