"""A permit's part of the read model as a pure function of the permit."""

from pydantic import TypeAdapter

from domain.calendar import end_of_day
from domain.clock import Light
from domain.permits.permit import Permit, PermitGrant
from domain.permits.statuses import DoorstepStatus
from domain.tasks import Task, TaskKind
from models.projection import Row, task_row

_PERMIT: TypeAdapter[Permit] = TypeAdapter(Permit)
_GRANT: TypeAdapter[PermitGrant] = TypeAdapter(PermitGrant)


def permit_columns(permit: Permit) -> Row:
    """Give what of the permit's row changes with its life, without the state itself."""
    return {
        "status": permit.status.value,
        "stage": permit.stage.value,
        "sequence": permit.sequence,
        "chain_head": permit.chain_head,
    }


def permit_task_row(permit: Permit, task: Task) -> Row:
    """Give the row of one of the permit's human steps."""
    doorstep = permit.doorstep if task.kind is TaskKind.DOORSTEP_VISIT else None
    is_late = doorstep is not None and doorstep.status is DoorstepStatus.OVERDUE
    return task_row(
        task,
        stream=permit.permit_id,
        district=permit.grant.district,
        light=Light.YELLOW if is_late else Light.GREEN,
        due_at=end_of_day(doorstep.due_on) if doorstep else None,
    )


def dump_grant(grant: PermitGrant) -> str:
    return _GRANT.dump_json(grant).decode()


def dump_permit_state(permit: Permit) -> str:
    """Give everything of the permit but its grant."""
    return _PERMIT.dump_json(permit, exclude={"grant"}).decode()


def load_permit(grant: str, state: str) -> Permit:
    """Put the two parts together again."""
    return _PERMIT.validate_json(f'{{"grant":{grant},{state[1:]}')
