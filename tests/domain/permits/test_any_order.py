"""Whatever is asked, in whatever order: only refusals, legal moves, no stuck alarm."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.commands import CalendarPublished, CompleteTask
from domain.errors import Refused
from domain.permits import commands as asked
from domain.permits import events as happened
from domain.permits.actions import allowed_actions
from domain.permits.alarms import next_alarm
from domain.permits.evolve import KEPT_CAUSES, apply
from domain.permits.permit import Permit
from domain.permits.statuses import (
    PermitStatus,
    ProceedingsStatus,
    RevocationCause,
    VerificationStatus,
)
from domain.permits.transitions import PERMIT_MOVES, PROCEEDINGS_MOVES, VERIFICATION_MOVES
from domain.tasks import Finding, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.permits import (
    CLERK,
    HEALTH,
    OFFICER,
    POINT,
    REASONS,
    PermitStory,
    told,
)
from tests.fakes.stories import APPLICANT, START, STRANGER, inspector

Act = tuple[str, TaskOutcome, str, int]

ACTS = ("begin", "complete", "rectify", "propose", "ask", "hear", "calendar", "wait", "ring")
CAUSES = ("", "", *RevocationCause, "bad_luck")


@st.composite
def acts(draw: st.DrawFn) -> Act:
    act = draw(st.sampled_from(ACTS))
    outcome = draw(st.sampled_from(list(TaskOutcome)))
    return act, outcome, draw(st.sampled_from(CAUSES)), draw(st.integers(0, 40))


def perform(story: PermitStory, act: str, outcome: TaskOutcome, cause: str, number: int) -> None:
    actor = (APPLICANT, CLERK, STRANGER)[number % 3]
    match act:
        case "begin":
            story.play(asked.Begin())
        case "complete":
            complete(story, outcome, cause, number)
        case "rectify":
            story.rectify(actor)
        case "propose":
            until = story.now.date() + timedelta(days=number)
            story.propose(cause, hearing_until=until if number % 2 else None)
        case "ask":
            story.ask_hearing(actor)
        case "hear":
            story.hear(f"chair-{number}")
        case "calendar":
            day_off = date(2026, 3, 2) + timedelta(days=number)
            days_off = (*CALENDAR.days_off, day_off)
            calendar = replace(CALENDAR, version=f"v{number}", days_off=days_off)
            story.play(CalendarPublished(calendar, f"message-{number}"))
        case "wait":
            story.wait_days(number)
        case _:
            story.ring()


def complete(story: PermitStory, outcome: TaskOutcome, cause: str, number: int) -> None:
    """Complete some task, most often an open one, by whoever it is for."""
    tasks = [task for task in story.permit.tasks if task.is_open] or list(story.permit.tasks)
    if not tasks:
        return
    task = tasks[number % len(tasks)]
    decides = task.kind is TaskKind.REVOCATION
    passed = outcome is TaskOutcome.PASSED
    story.play(
        CompleteTask(
            OFFICER if decides else inspector(HEALTH),
            task.task_id,
            outcome,
            reasons=REASONS,
            findings=(Finding(POINT, HEALTH, passed=passed),),
            inspectors=(inspector(HEALTH).subject, inspector(HEALTH, 2).subject),
            cause_of_revocation=cause if number % 4 == 0 else "",
        )
    )


class TestAnyOrder:
    @settings(max_examples=45, deadline=None)
    @given(st.lists(acts(), max_size=30), st.none() | st.integers(0, 200))
    def test_brings_nothing_but_refusals_and_possible_permits(
        self, history: list[Act], term: int | None
    ) -> None:
        until = date(2026, 3, 2) + timedelta(days=term) if term is not None else None
        story = told(valid_until=until)
        for act, outcome, cause, number in history:
            try:
                perform(story, act, outcome, cause, number)
            except Refused as refusal:
                assert refusal.reason
                assert refusal.rule
            check(story)
        check_moves(story)


def check(story: PermitStory) -> None:
    """What must hold of every permit at every moment; alarms always move on."""
    alarm = next_alarm(story.permit)
    if alarm is not None and alarm <= story.now:
        story.ring()
        later = next_alarm(story.permit)
        assert later is None or later > story.now
    permit = story.permit
    assert allowed_actions(permit, APPLICANT, story.now)
    if permit.is_over:
        assert next_alarm(permit) is None
        assert not any(task.is_open for task in permit.tasks)
    assert (permit.status is PermitStatus.REVOKED) == (permit.revocation is not None)
    awaits = permit.proceedings and permit.proceedings.status is ProceedingsStatus.AWAITS_DECISION
    assert bool(awaits) == bool(permit.open_tasks(TaskKind.REVOCATION))
    is_checked = bool(permit.open_tasks(TaskKind.VERIFICATION, TaskKind.REEXAMINATION))
    assert is_checked == permit.stage.value.startswith(("verification", "reexamining"))


def check_moves(story: PermitStory) -> None:
    """Every single event makes a legal move, or none."""
    before = Permit(grant=story.permit.grant)
    for event in story.log:
        after = apply(before, event, START, OFFICER)
        if after.status is not before.status:
            assert after.status in PERMIT_MOVES[before.status]
        old, new = verification_of(before), verification_of(after)
        if new is not old:
            assert new is not None
            assert new in VERIFICATION_MOVES[old]
        was, now = proceedings_of(before), proceedings_of(after)
        ends = isinstance(event, happened.PermitRevoked | happened.RevocationSetAside)
        if now is not was:
            assert now in PROCEEDINGS_MOVES[was]
            assert (now is None) == ends
        before = after


def verification_of(permit: Permit) -> VerificationStatus | None:
    return permit.verification.status if permit.verification else None


def proceedings_of(permit: Permit) -> ProceedingsStatus | None:
    return permit.proceedings.status if permit.proceedings else None


class TestCauses:
    def test_are_bounded_since_a_permit_lives_for_years(self) -> None:
        story = told(c.plain("A", HEALTH))
        for number in range(KEPT_CAUSES + 5):
            calendar = replace(CALENDAR, version=f"v{number}")
            story.play(CalendarPublished(calendar, f"m{number}"), cause=f"message/{number}")
        assert len(story.permit.causes) == KEPT_CAUSES
        assert story.permit.has_seen(f"message/{KEPT_CAUSES + 4}")
        assert not story.permit.has_seen("message/0")
