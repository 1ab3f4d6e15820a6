"""A permit's life told command by command, recorded in memory as the record would keep it."""

from datetime import date, datetime, timedelta

from domain.actors import Actor, Role
from domain.catalogue import Item
from domain.clock import Limit, LimitKind, LimitUnit
from domain.commands import CompleteTask, ReportRectification, Ring
from domain.due_dates import limit_end
from domain.permits import commands as asked
from domain.permits.alarms import next_alarm
from domain.permits.decide import decide
from domain.permits.events import PermitEvent
from domain.permits.evolve import evolve
from domain.permits.permit import Permit, PermitGrant, Proceedings, Verification
from domain.record import Recorded
from domain.routes import Route
from domain.submission import Applicant
from domain.tasks import Finding, Reason, Task, TaskKind, TaskOutcome
from tests.fakes import catalogue
from tests.fakes.calendars import CALENDAR
from tests.fakes.stories import APPLICANT, START, inspector, reviewer

HEALTH = "health"
POINT = "B1-04.space"
REASONS = (Reason(POINT, "not as it was committed"),)
CLERK = Actor("clerk-1", Role.WINDOW_CLERK)
OFFICER = reviewer(HEALTH)
INSPECTOR = inspector(HEALTH)


def years(count: int) -> Limit:
    return Limit(LimitKind.STATUTORY, count, LimitUnit.YEARS, "assumption")


def grant_of(item: Item | None = None, **more: object) -> PermitGrant:
    """A permit of public-place hygiene on commitment, without a term unless told otherwise."""
    permit_item = item or catalogue.hygiene()
    check = permit_item.verification
    today = date(2026, 3, 2)
    values: dict[str, object] = {
        "permit_id": "case-1.B1-04",
        "number": "B104-2026-000001",
        "case_id": "case-1",
        "licence_code": "licence-code",
        "business_id": "business-1",
        "district": "shiqi",
        "uscc": "91442000MA0000015B",
        "item": permit_item,
        "scheme": catalogue.scheme(),
        "applicant": Applicant(APPLICANT.subject, "person-1", agent="agent-1"),
        "route": Route.COMMITMENT if check else Route.REVIEW,
        "issued_at": START,
        "valid_from": today,
        "valid_until": None,
        "verification_due_on": limit_end(check.due, today, CALENDAR) if check else None,
        "calendar": CALENDAR,
    }
    return PermitGrant(**{**values, **more})  # type: ignore[arg-type]


class PermitStory:
    """Plays commands against the rules; ``permit`` is the fold of what was recorded."""

    def __init__(self, grant: PermitGrant | None = None) -> None:
        self.permit = Permit(grant=grant or grant_of())
        self.now = START
        self.log: list[PermitEvent] = []

    def play(self, command: asked.PermitCommand, cause: str = "") -> tuple[PermitEvent, ...]:
        """Decide and evolve; raises what ``decide`` raises and then changes nothing."""
        events = decide(self.permit, command, self.now)
        cause = cause or f"cause-{self.permit.sequence}"
        for event in events:
            sequence = self.permit.sequence + 1
            recorded = Recorded(sequence, self.now, cause, command.actor, event, f"h{sequence}")
            self.permit = evolve(self.permit, recorded)
        self.log.extend(events)
        return events

    def begun(self) -> "PermitStory":
        self.play(asked.Begin())
        return self

    def ring(self) -> tuple[PermitEvent, ...]:
        return self.play(Ring())

    def wait(self, until: datetime) -> "PermitStory":
        """Let time pass as the alarm clock would: ring at every alarm up to the instant."""
        while (alarm := next_alarm(self.permit)) is not None and alarm <= until:
            self.now = max(self.now, alarm)
            self.ring()
        self.now = max(self.now, until)
        return self

    def wait_days(self, days: int) -> "PermitStory":
        return self.wait(self.now + timedelta(days=days))

    def check(
        self, outcome: TaskOutcome, actor: Actor = INSPECTOR, **more: object
    ) -> tuple[PermitEvent, ...]:
        """Complete the open verification or re-examination by two inspectors."""
        (task,) = self.permit.open_tasks(TaskKind.VERIFICATION, TaskKind.REEXAMINATION)
        passed = outcome is TaskOutcome.PASSED
        values: dict[str, object] = {
            "findings": (Finding(POINT, HEALTH, passed=passed),),
            "inspectors": (inspector(HEALTH).subject, inspector(HEALTH, 2).subject),
        }
        command = CompleteTask(
            actor,
            task.task_id,
            outcome,
            **{**values, **more},  # type: ignore[arg-type]
        )
        return self.play(command)

    def rectify(self, actor: Actor = APPLICANT) -> tuple[PermitEvent, ...]:
        return self.play(ReportRectification(actor))

    def propose(self, cause: str, **more: object) -> tuple[PermitEvent, ...]:
        values: dict[str, object] = {"actor": OFFICER, "cause": cause, "reasons": REASONS}
        return self.play(asked.ProposeRevocation(**{**values, **more}))  # type: ignore[arg-type]

    def ask_hearing(self, actor: Actor = APPLICANT) -> tuple[PermitEvent, ...]:
        return self.play(asked.RequestHearing(actor))

    def hear(self, chair: str = "chair-1", document: str = "record-1") -> tuple[PermitEvent, ...]:
        return self.play(asked.RecordHearing(OFFICER, chair, document))

    def resolve(
        self, outcome: TaskOutcome, actor: Actor = OFFICER, **more: object
    ) -> tuple[PermitEvent, ...]:
        """Complete the open revocation task."""
        command = CompleteTask(
            actor,
            self.revocation_task.task_id,
            outcome,
            **{"reasons": REASONS, **more},  # type: ignore[arg-type]
        )
        return self.play(command)

    @property
    def revocation_task(self) -> Task:
        (task,) = self.permit.open_tasks(TaskKind.REVOCATION)
        return task

    @property
    def verification(self) -> Verification:
        assert self.permit.verification is not None
        return self.permit.verification

    @property
    def proceedings(self) -> Proceedings:
        assert self.permit.proceedings is not None
        return self.permit.proceedings


def told(item: Item | None = None, **more: object) -> PermitStory:
    """A permit that has begun its own life."""
    return PermitStory(grant_of(item, **more)).begun()
