"""A permit's part of the read model as a pure function of the permit."""

from pydantic import TypeAdapter

from domain.clock import Light
from domain.permits.permit import Permit, PermitGrant
from domain.tasks import Task
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
    return task_row(
        task,
        stream=permit.permit_id,
        district=permit.grant.district,
        light=Light.GREEN,
        due_at=None,
    )


def dump_grant(grant: PermitGrant) -> str:
    return _GRANT.dump_json(grant).decode()


def dump_permit_state(permit: Permit) -> str:
    """Give everything of the permit but its grant."""
    return _PERMIT.dump_json(permit, exclude={"grant"}).decode()


def load_permit(grant: str, state: str) -> Permit:
    """Put the two parts together again."""
    return _PERMIT.validate_json(f'{{"grant":{grant},{state[1:]}')
