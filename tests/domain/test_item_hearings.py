"""Hearings in the review: told, asked for, announced, held, and decided on their record alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain import commands as asked
from domain import hearing_commands as of_hearing
from domain import hearing_events as happened
from domain.actions import allowed_actions
from domain.actors import Actor
from domain.calendar import SHANGHAI
from domain.case import Hearing, HearingStatus
from domain.clock import ClockAction, ClockId, ClockKind
from domain.hearing_notices import of_hearing as notices_of
from domain.statuses import LaneStatus
from domain.suspensions import closed_suspensions
from domain.tasks import Reason, TaskKind, TaskOutcome
from tests.domain.test_visit_changes import refused
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, START, STRANGER, Story, reviewer, story

VENUE, OWNER = "B1-14", "culture"
OFFICIAL = reviewer(OWNER)
TIMES = replace(
    c.scheme().times,
    hearing_request=c.working_days(5),
    hearing_held=c.working_days(20),
    hearing_notice=c.working_days(7),
)
SCHEME = replace(c.scheme(), times=TIMES)
DAY = datetime(2026, 3, 12, 9, 30, tzinfo=SHANGHAI)
"""The eighth working day after the story begins on Monday, 2 March."""


def reviewed(*, mandatory: bool = False) -> Story:
    venue = replace(c.plain(VENUE, OWNER), hearing_required=mandatory)
    return story(venue, scheme=SCHEME).accepted()


def tell(*parties: str, actor: Actor = OFFICIAL) -> of_hearing.TellHearingRight:
    return of_hearing.TellHearingRight(actor, VENUE, "doc-right", parties)


def request(actor: Actor = APPLICANT, party: str = "") -> of_hearing.RequestItemHearing:
    return of_hearing.RequestItemHearing(actor, VENUE, party)


def announce(
    starts_at: datetime = DAY, chair: str = "chair-1", notice: str = "doc-notice"
) -> of_hearing.AnnounceHearing:
    return of_hearing.AnnounceHearing(OFFICIAL, VENUE, starts_at, "三楼听证室", chair, notice)


def record(*signed_by: str, absent: tuple[str, ...] = ()) -> of_hearing.RecordItemHearing:
    signed = signed_by or ("chair-1", "applicant-1")
    return of_hearing.RecordItemHearing(OFFICIAL, VENUE, "doc-record", signed, absent)


def decide(told: Story, outcome: TaskOutcome, named: str = "") -> asked.CompleteTask:
    task = told.task(TaskKind.REVIEW, VENUE)
    reasons = (Reason(f"{VENUE}.space", "not met"),) if outcome is TaskOutcome.REFUSE else ()
    return asked.CompleteTask(
        OFFICIAL, task.task_id, outcome, reasons=reasons, hearing_record=named
    )


def hearing(told: Story) -> Hearing:
    found = told.case.hearing(VENUE)
    assert found is not None
    return found


def held() -> Story:
    told = reviewed(mandatory=True)
    told.play(announce())
    told.wait(DAY + timedelta(hours=3))
    told.play(record())
    return told


class TestMandatoryHearing:
    def test_opens_a_task_with_the_review(self) -> None:
        told = reviewed(mandatory=True)
        assert told.task(TaskKind.HEARING, VENUE).departments == (OWNER,)

    @pytest.mark.parametrize("outcome", [TaskOutcome.GRANT, TaskOutcome.REFUSE])
    def test_comes_before_any_decision(self, outcome: TaskOutcome) -> None:
        told = reviewed(mandatory=True)
        assert refused(told, decide(told, outcome)) == "hearing_outstanding"
        told.play(announce())
        assert refused(told, decide(told, outcome)) == "hearing_outstanding"

    @pytest.mark.parametrize("outcome", [TaskOutcome.GRANT, TaskOutcome.REFUSE])
    def test_is_what_the_decision_rests_on(self, outcome: TaskOutcome) -> None:
        told = held()
        for named in ("", "another"):
            assert refused(told, decide(told, outcome, named)) == "hearing_record_not_named"
        told.play(decide(told, outcome, "doc-record"))
        assert told.lane(VENUE).status in {LaneStatus.GRANTED, LaneStatus.REFUSED}

    def test_is_not_replaced_by_a_systems_own_word(self) -> None:
        told = held()
        key = told.lane(VENUE).dispatch_key
        report = asked.DepartmentReport(7, "granted")
        told.play(asked.DepartmentAnswered(OFFICIAL, key, report))
        assert told.lane(VENUE).status is LaneStatus.IN_REVIEW

    def test_does_not_bind_cases_of_an_earlier_edition(self) -> None:
        told = reviewed(mandatory=True)
        told.case = replace(told.case, edition=1)
        told.grant(VENUE)
        assert told.lane(VENUE).status is LaneStatus.GRANTED

    def test_completes_the_task_with_its_record_alone(self) -> None:
        told = reviewed(mandatory=True)
        task = told.task(TaskKind.HEARING, VENUE)
        by_hand = asked.CompleteTask(OFFICIAL, task.task_id, TaskOutcome.HELD)
        assert refused(told, by_hand) == "completed_by_its_record"
        done = held().case.tasks
        assert [t.outcome for t in done if t.kind is TaskKind.HEARING] == [TaskOutcome.HELD]


class TestClock:
    def test_rests_from_the_written_announcement_to_the_record(self) -> None:
        told = held()
        ledger = told.case.clock(ClockId(ClockKind.LANE, VENUE))
        assert ledger is not None
        actions = [entry.action for entry in ledger.entries]
        assert actions == [ClockAction.START, ClockAction.SUSPEND, ClockAction.RESUME]
        suspended = ledger.entries[1]
        assert (suspended.legal_basis, suspended.notice, suspended.expected_until) == (
            "行政许可法 45",
            "doc-notice",
            DAY.date(),
        )
        assert len(closed_suspensions(ledger, None)) == 1

    def test_rests_once_when_the_hearing_is_announced_anew(self) -> None:
        told = reviewed(mandatory=True)
        told.play(announce())
        told.play(announce(DAY + timedelta(days=1)))
        ledger = told.case.clock(ClockId(ClockKind.LANE, VENUE))
        assert ledger is not None
        assert sum(e.action is ClockAction.SUSPEND for e in ledger.entries) == 1


class TestAnnouncement:
    @pytest.mark.parametrize(
        ("command", "code"),
        [
            (announce(START), "hearing_in_the_past"),
            (announce(DAY - timedelta(days=2)), "hearing_notice_too_short"),
            (announce(DAY + timedelta(days=60)), "hearing_too_late"),
            (announce(datetime(2026, 3, 14, 9, tzinfo=SHANGHAI)), "hearing_on_a_day_off"),
            (announce(chair=OFFICIAL.subject), "chair_not_independent"),
            (announce(chair="applicant-1"), "chair_not_independent"),
            (announce(chair=" "), "chair_not_independent"),
            (announce(notice=""), "notice_missing"),
            (replace(announce(), actor=reviewer("health")), "reviewers_of_the_department_only"),
            (replace(announce(), actor=APPLICANT), "reviewers_of_the_department_only"),
        ],
    )
    def test_is_refused(self, command: of_hearing.AnnounceHearing, code: str) -> None:
        assert refused(reviewed(mandatory=True), command) == code

    def test_needs_seven_working_days_and_no_more(self) -> None:
        told = reviewed(mandatory=True)
        told.play(announce(datetime(2026, 3, 11, 9, tzinfo=SHANGHAI)))
        assert hearing(told).status is HearingStatus.ANNOUNCED

    def test_needs_somebody_who_asked_where_the_law_wants_no_hearing(self) -> None:
        assert refused(reviewed(), announce()) == "no_hearing_requested"


class TestHearingOnRequest:
    def test_keeps_the_item_from_being_decided_while_somebody_may_ask(self) -> None:
        told = reviewed()
        told.play(tell("party-1"))
        assert hearing(told).request_until == date(2026, 3, 9)
        assert refused(told, decide(told, TaskOutcome.GRANT)) == "hearing_outstanding"
        told.wait(datetime(2026, 3, 10, 9, tzinfo=SHANGHAI))
        assert hearing(told).status is HearingStatus.LAPSED
        assert refused(told, request()) == "hearing_period_over"
        told.grant(VENUE)

    def test_tells_applicant_and_third_parties_by_opaque_codes(self) -> None:
        told = reviewed()
        (event,) = told.play(tell("party-1"))
        assert isinstance(event, happened.HearingRightTold)
        notices = notices_of(told.case, event)
        assert [n.recipient.code for n in notices] == ["applicant-1", "party-1"]
        assert all(n.is_sealed for n in notices)

    @pytest.mark.parametrize(
        ("command", "code"),
        [
            (request(STRANGER), "not_the_applicant"),
            (request(OFFICIAL), "third_party_unknown"),
            (request(OFFICIAL, "party-2"), "third_party_unknown"),
            (request(reviewer("health"), "party-1"), "not_the_applicant"),
        ],
    )
    def test_is_asked_for_by_those_who_were_told(
        self, command: of_hearing.RequestItemHearing, code: str
    ) -> None:
        told = reviewed()
        assert refused(told, request()) == "no_hearing_offered"
        told.play(tell("party-1"))
        assert refused(told, command) == code

    def test_is_held_within_twenty_days_and_told_of_when_it_is_not(self) -> None:
        told = reviewed()
        told.play(tell("party-1"))
        told.play(request(OFFICIAL, "party-1"))
        assert hearing(told).hold_until == told.case.submission.calendar.add_working_days(
            START.date(), 20
        )
        assert told.task(TaskKind.HEARING, VENUE)
        told.wait_days(60)
        assert hearing(told).is_overdue
        assert sum(isinstance(e, happened.HearingOverdue) for e in told.log) == 1

    def test_is_signed_by_everybody_who_took_part(self) -> None:
        told = reviewed()
        told.play(tell("party-1"))
        told.play(request())
        told.play(announce())
        assert refused(told, record("chair-1", "applicant-1", "party-1")) == "hearing_not_begun"
        told.wait(DAY + timedelta(hours=2))
        for wrong in (
            record("chair-1", "applicant-1"),
            record("applicant-1", "party-1"),
            record("chair-1", "applicant-1", "party-1", "somebody"),
            record("applicant-1", "party-1", absent=("chair-1",)),
        ):
            assert refused(told, wrong) == "record_not_signed"
        told.play(record("chair-1", "applicant-1", absent=("party-1",)))
        assert hearing(told).status is HearingStatus.HELD

    def test_stands_among_the_actions_with_the_reason_why_not(self) -> None:
        told = reviewed()
        actions = {a.action: a for a in allowed_actions(told.case, OFFICIAL, told.now)}
        assert actions["tell_hearing_right"].allowed
        assert actions["announce_hearing"].reason == "no_hearing_requested"

    def test_is_told_once_and_only_in_a_review(self) -> None:
        told = reviewed()
        told.play(tell())
        assert refused(told, tell()) == "hearing_offered_before"
        strange = replace(tell(), item_code="B9-99")
        assert refused(told, strange) == "item_unknown"


def test_a_hearing_of_an_item_that_has_ended_rings_no_more() -> None:
    told = reviewed()
    told.play(tell("party-1"))
    told.play(request())
    told.play(asked.Withdraw(APPLICANT, ()))
    told.wait_days(90)
    assert not any(isinstance(e, happened.HearingOverdue) for e in told.log)
