"""A case told command by command, recorded in memory as the record would keep it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypedDict, Unpack

from domain import commands as asked
from domain.actors import Actor, Role
from domain.alarms import next_alarm
from domain.case import Case, Gap, Lane
from domain.catalogue import CatalogueSlice, Determination, Item, Scheme
from domain.credit import CreditStanding
from domain.decide import decide
from domain.dispatching import to_dispatch
from domain.events import Event
from domain.evolve import evolve
from domain.record import Recorded
from domain.site_visit import Inspector, Slot
from domain.submission import (
    EDITION,
    Applicant,
    Business,
    Channel,
    CurrentBar,
    Pledge,
    Provenance,
    ProvidedPaper,
    SignedCommitment,
    Submission,
)
from domain.tasks import Finding, Reason, Task, TaskKind, TaskOutcome
from tests.fakes.calendars import CALENDAR
from tests.fakes.catalogue import slice_of
from tests.fakes.credit import GOOD

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
APPLICANT = Actor("applicant-1", Role.APPLICANT)
STRANGER = Actor("applicant-2", Role.APPLICANT)
SUPERVISOR = Actor("supervisor-1", Role.SUPERVISOR)


def reviewer(department: str, number: int = 1) -> Actor:
    return Actor(f"{department}-reviewer-{number}", Role.REVIEWER, department)


def inspector(department: str, number: int = 1) -> Actor:
    return Actor(f"{department}-inspector-{number}", Role.INSPECTOR, department)


def uploaded(*codes: str) -> tuple[ProvidedPaper, ...]:
    return tuple(ProvidedPaper(code, Provenance.UPLOADED, f"doc-{code}") for code in codes)


def committed(*item_codes: str) -> tuple[SignedCommitment, ...]:
    return tuple(SignedCommitment(code, f"letter-{code}", "signature") for code in item_codes)


def pledged(*paper_codes: str) -> tuple[Pledge, ...]:
    return tuple(Pledge(code, f"pledge-{code}") for code in paper_codes)


class SubmissionParts(TypedDict, total=False):
    """What a test may say of a submission; everything else stays as it was built."""

    submitted_by: Actor
    business: Business
    determinations: tuple[Determination, ...]
    form: tuple[tuple[str, str], ...]
    papers: tuple[ProvidedPaper, ...]
    commitments: tuple[SignedCommitment, ...]
    pledges: tuple[Pledge, ...]
    declined_commitment: tuple[str, ...]
    credit: CreditStanding
    bars: tuple[CurrentBar, ...]
    edition: int


def submission_of(catalogue: CatalogueSlice, **more: Unpack[SubmissionParts]) -> Submission:
    """A submission with every paper of the items uploaded, unless told otherwise."""
    built = Submission(
        case_id="case-1",
        case_number="ZS-2026-000001",
        submitted_by=APPLICANT,
        applicant=Applicant("applicant-1", "person-1"),
        business=Business("business-1", "测试商店", "shiqi", uscc="91442000MA0000015B"),
        channel=Channel.ONLINE,
        catalogue=catalogue,
        calendar=CALENDAR,
        determinations=(),
        form=(("name", "测试商店"),),
        papers=uploaded(*(paper.code for item in catalogue.items for paper in item.papers)),
        commitments=(),
        pledges=(),
        declined_commitment=(),
        credit=GOOD,
        edition=EDITION,
    )
    return replace(built, **more)


class Story:
    """Plays commands against the rules; ``case`` is the fold of what was recorded."""

    def __init__(self, submission: Submission, now: datetime = START) -> None:
        self.case = Case(submission=submission)
        self.now = now
        self.log: list[Event] = []

    def play(self, command: asked.Command) -> tuple[Event, ...]:
        """Decide and evolve; raises what ``decide`` raises and then changes nothing."""
        events = decide(self.case, command, self.now)
        cause = f"cause-{self.case.sequence}"
        for event in events:
            sequence = self.case.sequence + 1
            recorded = Recorded(sequence, self.now, cause, command.actor, event, f"h{sequence}")
            self.case = evolve(self.case, recorded)
        self.log.extend(events)
        return events

    def submitted(self) -> "Story":
        self.play(asked.Submit(self.case.submission.submitted_by))
        if not self.case.is_closed:
            self.play(asked.Accept())
        return self

    def dispatched(self) -> "Story":
        answers = tuple(
            asked.DispatchAnswer(code, reference=f"ref-{code}") for code in to_dispatch(self.case)
        )
        self.play(asked.DispatchAnswered(answers))
        return self

    def accepted(self) -> "Story":
        return self.submitted().dispatched()

    def ring(self) -> tuple[Event, ...]:
        return self.play(asked.Ring())

    def wait(self, until: datetime) -> "Story":
        """Let time pass as the alarm clock would: ring at every alarm up to the instant."""
        while (alarm := next_alarm(self.case)) is not None and alarm <= until:
            self.now = max(self.now, alarm)
            self.ring()
        self.now = max(self.now, until)
        return self

    def wait_days(self, days: int) -> "Story":
        return self.wait(self.now + timedelta(days=days))

    def task(self, kind: TaskKind, item_code: str = "") -> Task:
        return next(
            task
            for task in self.case.tasks
            if task.is_open
            and task.kind is kind
            and (not item_code or item_code in task.item_codes)
        )

    def review(
        self,
        item_code: str,
        outcome: TaskOutcome,
        *,
        reasons: tuple[Reason, ...] = (),
        gaps: tuple[Gap, ...] = (),
    ) -> tuple[Event, ...]:
        task = self.task(TaskKind.REVIEW, item_code)
        author = reviewer(task.departments[0])
        return self.play(asked.CompleteTask(author, task.task_id, outcome, reasons, gaps))

    def grant(self, item_code: str) -> tuple[Event, ...]:
        return self.review(item_code, TaskOutcome.GRANT)

    def refuse(self, item_code: str) -> tuple[Event, ...]:
        reason = Reason(self.case.item(item_code).conditions[0].code, "not met")
        return self.review(item_code, TaskOutcome.REFUSE, reasons=(reason,))

    def lane(self, item_code: str) -> Lane:
        return self.case.the_lane(item_code)

    def schedule_visit(self, *departments: str, in_days: int = 1) -> "Story":
        starts_at = self.now + timedelta(days=in_days)
        team = tuple(Inspector(inspector(code).subject, code) for code in departments)
        if len(team) == 1:
            second = inspector(departments[0], 2)
            team = (*team, Inspector(second.subject, departments[0]))
        slot = Slot(starts_at, starts_at + timedelta(hours=3), team)
        self.play(asked.SlotsFetched((slot,)))
        self.now = starts_at
        return self

    def inspect(
        self, *failed: str, outcome: TaskOutcome = TaskOutcome.RECORDED
    ) -> tuple[Event, ...]:
        """Record the visit: every open point passed but the failed ones."""
        task, visit = self.task(TaskKind.SITE_VISIT), self.case.visit
        assert visit is not None
        assert visit.slot is not None
        owners = {
            point.code: self.case.item(code).department.code
            for code in task.item_codes
            for point in self.case.item(code).checklist
            if point.code in visit.points
        }
        author = visit.slot.inspectors[0]
        command = asked.CompleteTask(
            Actor(author.subject, Role.INSPECTOR, author.department),
            task.task_id,
            outcome,
            findings=tuple(
                Finding(point, owner, passed=point not in failed) for point, owner in owners.items()
            ),
            inspectors=tuple(member.subject for member in visit.slot.inspectors),
        )
        return self.play(command)


def gap(item_code: str, code: str) -> Gap:
    return Gap(item_code, code, "missing")


def story(*items: Item, scheme: Scheme | None = None, **more: Unpack[SubmissionParts]) -> Story:
    """A story about these items; keyword arguments change the submission."""
    return Story(submission_of(slice_of(*items, scheme_in_force=scheme), **more))
