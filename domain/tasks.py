"""Human steps: what a task is, who may complete it and with which outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actors import Actor, Role
from domain.errors import ErrorKind, Refused
from domain.statuses import TaskStatus


class TaskKind(StrEnum):
    """The human steps of an application and of a permit's later life."""

    INTAKE_CHECK = "intake_check"
    REVIEW = "review"
    SIGNING = "signing"
    SITE_VISIT = "site_visit"
    HEARING = "hearing"
    DOORSTEP_VISIT = "doorstep_visit"
    VERIFICATION = "verification"
    REEXAMINATION = "reexamination"
    REVOCATION = "revocation"
    RECHECK = "recheck"
    """复核: a person looks at a grant that quantified rules made (R73)."""


class TaskOutcome(StrEnum):
    """How a task can be completed; which outcomes fit which kind stands in ``OUTCOMES``."""

    SUFFICIENT = "sufficient"
    DEFICIENT = "deficient"
    GRANT = "grant"
    REFUSE = "refuse"
    REQUEST_SUPPLEMENT = "request_supplement"
    RECORDED = "recorded"
    NO_SHOW = "no_show"
    ENTRY_REFUSED = "entry_refused"
    PASSED = "passed"
    FAILED = "failed"
    REVOKE = "revoke"
    SET_ASIDE = "set_aside"
    RECOMMEND_GRANT = "recommend_grant"
    RECOMMEND_REFUSE = "recommend_refuse"
    RETURN = "return"
    HELD = "held"
    VISITED = "visited"


OUTCOMES: dict[TaskKind, frozenset[TaskOutcome]] = {
    TaskKind.INTAKE_CHECK: frozenset({TaskOutcome.SUFFICIENT, TaskOutcome.DEFICIENT}),
    TaskKind.REVIEW: frozenset(
        {TaskOutcome.GRANT, TaskOutcome.REFUSE, TaskOutcome.REQUEST_SUPPLEMENT}
    ),
    TaskKind.SIGNING: frozenset({TaskOutcome.GRANT, TaskOutcome.REFUSE, TaskOutcome.RETURN}),
    TaskKind.SITE_VISIT: frozenset(
        {TaskOutcome.RECORDED, TaskOutcome.NO_SHOW, TaskOutcome.ENTRY_REFUSED}
    ),
    TaskKind.HEARING: frozenset({TaskOutcome.HELD}),
    TaskKind.DOORSTEP_VISIT: frozenset({TaskOutcome.VISITED}),
    TaskKind.VERIFICATION: frozenset({TaskOutcome.PASSED, TaskOutcome.FAILED}),
    TaskKind.REEXAMINATION: frozenset({TaskOutcome.PASSED, TaskOutcome.FAILED}),
    TaskKind.REVOCATION: frozenset({TaskOutcome.REVOKE, TaskOutcome.SET_ASIDE}),
    TaskKind.RECHECK: frozenset({TaskOutcome.PASSED, TaskOutcome.FAILED}),
}
RECOMMENDING = frozenset(
    {TaskOutcome.RECOMMEND_GRANT, TaskOutcome.RECOMMEND_REFUSE, TaskOutcome.REQUEST_SUPPLEMENT}
)
"""Outcomes of a review whose item asks for four eyes: another person signs the decision."""


@dataclass(frozen=True, slots=True)
class Task:
    """One human step for one department; ``departments`` holds several only for a joint visit."""

    task_id: str
    kind: TaskKind
    item_codes: tuple[str, ...]
    departments: tuple[str, ...]
    role: Role
    opened_at: datetime
    status: TaskStatus = TaskStatus.OPEN
    assignee: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    outcome: TaskOutcome | None = None
    only_recommends: bool = False
    """A review (初审) that ends with a recommendation; another person decides (审批)."""
    is_reserved: bool = False
    """Only the assignee, or whoever stands in for him, may complete it."""

    @property
    def is_open(self) -> bool:
        return self.status is TaskStatus.OPEN


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of a decision: the code of the item's condition or paper it rests on, and words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph taken on the spot: the uploaded document, its hash, when and where.

    ``latitude`` and ``longitude`` are decimal degrees as the device wrote them.
    """

    document_id: str
    sha256: str
    taken_at: datetime
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one checklist point by one department."""

    point_code: str
    department: str
    passed: bool
    note: str = ""
    photos: tuple[Photo, ...] = ()


def may_complete(
    task: Task | None, actor: Actor, task_id: str, acting_for: tuple[str, ...] = ()
) -> Refused | None:
    """Say why the actor may not complete the task now, or None when he may.

    ``acting_for`` are colleagues of the department whom the actor stands in for today.
    """
    if task is None:
        return Refused(
            "task_unknown",
            f"There is no task {task_id} in this case.",
            rule="design §6",
            field="task_id",
            kind=ErrorKind.NOT_FOUND,
        )
    if not any(actor.acts_for(department) for department in task.departments):
        return Refused(
            "not_your_department",
            f"Task {task_id} belongs to {', '.join(task.departments)}.",
            rule="R67",
            kind=ErrorKind.FORBIDDEN,
        )
    if not task.is_open:
        return Refused(
            "task_already_decided",
            f"Task {task_id} was {task.status} by {task.decided_by or 'the case'}{_when(task)}.",
            rule="design §6",
        )
    if task.role is Role.INSPECTOR and actor.role is not Role.INSPECTOR:
        return Refused(
            "inspectors_only",
            f"Task {task_id} is completed by inspectors.",
            rule="行政许可法 34",
            kind=ErrorKind.FORBIDDEN,
        )
    if task.is_reserved and task.assignee not in {actor.subject, *acting_for}:
        return Refused(
            "task_assigned_to_another",
            f"Task {task_id} was given to {task.assignee}.",
            rule="R147",
            kind=ErrorKind.FORBIDDEN,
        )
    return None


def outcomes_of(task: Task) -> frozenset[TaskOutcome]:
    """Give how this very task can end."""
    return RECOMMENDING if task.only_recommends else OUTCOMES[task.kind]


def check_outcome(task: Task, outcome: TaskOutcome) -> None:
    """Refuse an outcome that does not fit the task."""
    if outcome not in outcomes_of(task):
        allowed = ", ".join(sorted(outcomes_of(task)))
        raise Refused(
            "outcome_does_not_fit",
            f"A task of kind {task.kind} ends with one of: {allowed}.",
            rule="design §6",
            field="outcome",
            kind=ErrorKind.INVALID,
        )


def _when(task: Task) -> str:
    return f" at {task.decided_at.isoformat(timespec='seconds')}" if task.decided_at else ""
