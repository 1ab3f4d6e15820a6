"""What is stored beside the record loads equal to the fold of the events, at every step."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import pytest

from core.db import Database
from domain.calendar import end_of_day
from domain.case import Case
from domain.commands import CalendarPublished, ReassignTask, ReportRectification
from domain.events import Event
from domain.evolve import evolve
from domain.permits.events import PermitEvent
from domain.permits.evolve import evolve as evolve_permit
from domain.permits.permit import Permit
from domain.record import Recorded
from domain.tasks import TaskKind, TaskOutcome
from models.permit_projection import dump_grant, dump_permit_state, load_permit
from models.projection import Row, Rows, rows_of
from models.record_check import Fault
from models.state import dump_state, dump_submission, load_case
from models.verify import verify
from repositories import applications, permits
from tests.domain.test_walks import WALKS
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.permits import PermitStory, grant_of
from tests.fakes.stories import APPLICANT, START, SUPERVISOR, Story, story
from tests.models.recorded import RecordedCase, RecordedPermit, named
from tests.models.samples import sample


def stories() -> Iterator[Story]:
    """Every way that the walks go, each as a case of its own."""
    ways = (*WALKS, (visited, put_right_after_visit), (visited, changed_from_outside))
    for number, (begin, play) in enumerate(ways, start=1):
        story = begin()
        story.case = replace(story.case, submission=named(story.case.submission, f"case-{number}"))
        play(story)
        yield story


def visited() -> Story:
    return story(c.food(), c.fire(), declined_commitment=(c.FIRE,))


def put_right_after_visit(told: Story) -> None:
    """Not met, found wanting, put right, passed; one is granted, one waits no longer."""
    told.accepted().schedule_visit("market_regulation", "fire_rescue")
    told.inspect(outcome=TaskOutcome.NO_SHOW)
    told.schedule_visit("market_regulation", "fire_rescue", in_days=2)
    told.inspect("kitchen_flow")
    told.play(ReportRectification(APPLICANT))
    told.schedule_visit("market_regulation", "fire_rescue")
    told.inspect()
    told.grant(c.FOOD)
    told.wait_days(60)


def changed_from_outside(told: Story) -> None:
    """A new calendar, a task given to another official, a refused message of a system."""
    told.accepted().schedule_visit("market_regulation", "fire_rescue")
    told.play(CalendarPublished(replace(CALENDAR, version="newer"), "message-1"))
    task = told.task(TaskKind.REVIEW, c.FOOD)
    told.play(ReassignTask(SUPERVISOR, task.task_id, "market_regulation-reviewer-2"))


def permit_stories() -> Iterator[PermitStory]:
    """Kept, put right, false, set aside, heard, lapsed."""
    lives = (kept, put_right, false, set_aside, heard, lapsed)
    for number, life in enumerate(lives, start=1):
        permit_id = f"case-of-permit-{number}.B1-04"
        story = PermitStory(
            grant_of(
                permit_id=permit_id, number=f"number-{number}", case_id=f"case-of-permit-{number}"
            )
        ).begun()
        life(story)
        yield story


def kept(story: PermitStory) -> None:
    story.check(TaskOutcome.PASSED)


def put_right(story: PermitStory) -> None:
    story.check(TaskOutcome.FAILED)
    story.rectify()
    story.check(TaskOutcome.PASSED)


def false(story: PermitStory) -> None:
    story.check(TaskOutcome.FAILED, cause_of_revocation="false_commitment")
    story.wait(end_of_day(story.proceedings.hearing_until))
    story.resolve(TaskOutcome.REVOKE)


def set_aside(story: PermitStory) -> None:
    story.propose("authority_error")
    story.wait(end_of_day(story.proceedings.hearing_until))
    story.resolve(TaskOutcome.SET_ASIDE)


def heard(story: PermitStory) -> None:
    story.propose("fraud")
    story.ask_hearing()
    story.hear()
    story.resolve(TaskOutcome.REVOKE)


def lapsed(story: PermitStory) -> None:
    story.wait_days(200)


def steps(story: Story) -> Iterator[Case]:
    """Give the case after each of its events."""
    case = Case(submission=story.case.submission)
    for number, event in enumerate(story.log, start=1):
        case = evolve(case, Recorded(number, START, "cause", APPLICANT, event, f"h{number}"))
        yield case


def permit_steps(story: PermitStory) -> Iterator[Permit]:
    permit = Permit(grant=story.permit.grant)
    for number, event in enumerate(story.log, start=1):
        recorded = Recorded(number, START, "cause", APPLICANT, event, f"h{number}")
        permit = evolve_permit(permit, recorded)
        yield permit


def test_a_stored_case_loads_equal_at_every_step() -> None:
    for told in stories():
        for case in (*steps(told), told.case):
            assert load_case(dump_submission(case.submission), dump_state(case)) == case


def test_a_stored_permit_loads_equal_at_every_step() -> None:
    for told in permit_stories():
        for permit in (*permit_steps(told), told.permit):
            assert load_permit(dump_grant(permit.grant), dump_permit_state(permit)) == permit


def test_a_case_or_permit_with_everything_in_it_loads_equal() -> None:
    case, permit = sample(Case), sample(Permit)
    assert load_case(dump_submission(case.submission), dump_state(case)) == case
    assert load_permit(dump_grant(permit.grant), dump_permit_state(permit)) == permit


def test_rows_that_changed_in_each_turn_add_up_to_the_rows_of_the_whole() -> None:
    for told in stories():
        kept_rows, before = Rows({}, {}, {}, {}), Rows({}, {}, {}, {})
        for case in steps(told):
            after = rows_of(case)
            for name in ("lanes", "tasks", "debts", "visits"):
                former, current = getattr(before, name), getattr(after, name)
                assert former.keys() <= current.keys()
                getattr(kept_rows, name).update(_changed(former, current))
            before = after
        assert kept_rows == before


def _changed(former: dict[str, Row], current: dict[str, Row]) -> dict[str, Row]:
    return {key: row for key, row in current.items() if former.get(key) != row}


@pytest.fixture
async def database(new_database: Callable[[], str]) -> AsyncIterator[Database]:
    database = Database(new_database(), pool_size=2)
    yield database
    await database.dispose()


async def faults(database: Database) -> list[Fault]:
    """What the verifier finds."""
    return [fault async for _, _, fault in verify(database) if fault]


async def test_every_way_of_a_case_is_stored_as_its_fold(database: Database) -> None:
    seen: set[type[Event]] = set()
    for told in stories():
        recorded = RecordedCase.beginning(database, told.case.submission)
        for event in told.log:
            await recorded.write((event,), APPLICANT)
            async with database.reading() as session:
                assert await applications.load(session, recorded.case.case_id) == recorded.case
        seen |= {type(event) for event in told.log}
    assert await faults(database) == []
    assert len(seen) > 30


async def test_every_way_of_a_permit_is_stored_as_its_fold(database: Database) -> None:
    seen: set[type[PermitEvent]] = set()
    for told in permit_stories():
        recorded = await RecordedPermit.beginning(database, told.permit.grant)
        for event in told.log:
            await recorded.write((event,), APPLICANT)
            async with database.reading() as session:
                assert await permits.load(session, recorded.permit.permit_id) == recorded.permit
        seen |= {type(event) for event in told.log}
    assert await faults(database) == []
    assert len(seen) > 15


async def test_a_turn_of_many_events_is_stored_as_one_of_few(database: Database) -> None:
    for told in stories():
        recorded = RecordedCase.beginning(database, told.case.submission)
        await recorded.write(tuple(told.log), APPLICANT)
    assert await faults(database) == []
