"""Leave: a colleague of the department stands in for dates (请假委托)."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.cases import decode_place, encode_cursor
from api.dependencies import OFFICIALS, Allowed, CurrentActor, Key, ResourcesDependency
from api.handling import this_moment
from api.idempotency import Acting, once
from api.problems import not_found
from api.schemas.base import Page
from api.schemas.people import DelegationAnswer, DelegationInput
from domain.actors import Actor, Role
from domain.delegating import Delegation, check_delegation, check_others, may_end
from domain.errors import ErrorKind, Refused
from repositories import delegations

router = APIRouter(
    prefix="/delegations", tags=["tasks"], dependencies=[Depends(Allowed(*OFFICIALS))]
)
DelegationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.post("", status_code=201)
async def delegate(
    leave: DelegationInput, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> DelegationAnswer:
    """Have a colleague stand in; only an official of the same department can then use it."""
    acting = Acting(actor, "delegations", key, leave)
    wanted = _wanted(actor, leave)

    async def act() -> DelegationAnswer:
        moment = this_moment()
        check_delegation(wanted, actor, moment.today)
        row = _row(acting.digest, wanted, leave.reason, actor, moment.now)
        async with resources.database.transaction() as session:
            people = (wanted.principal, wanted.delegate)
            days = (wanted.begins_on, wanted.ends_on)
            others = await delegations.overlapping(session, people, *days)
            check_others(wanted, [_delegation(other) for other in others])
            await delegations.add(session, row)
        return _answer({**row, "ended_at": None}, moment.today)

    return await once(resources.database, acting, DelegationAnswer, act)


@router.get("")
async def list_delegations(
    actor: CurrentActor,
    resources: ResourcesDependency,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[DelegationAnswer]:
    """Give the delegations by or to the caller, newest first; supervisors see all."""
    after = decode_place(cursor) if cursor else None
    subject = None if actor.role is Role.SUPERVISOR else actor.subject
    async with resources.database.reading() as session:
        rows = await delegations.page(session, subject, after, limit + 1)
    today = this_moment().today
    entries = tuple(_answer(dict(row), today) for row in rows[:limit])
    last = entries[-1] if len(rows) > limit else None
    following = encode_cursor(last.created_at.isoformat(), last.delegation_id) if last else None
    return Page(entries=entries, next_cursor=following)


@router.post("/{delegation_id}/ending")
async def end_delegation(
    delegation_id: DelegationId, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> DelegationAnswer:
    """End a delegation before its last day; ending it again changes nothing."""

    async def act() -> DelegationAnswer:
        async with resources.database.transaction() as session:
            row = await delegations.get(session, delegation_id)
            if row is None or not _is_concerned(row, actor):
                raise not_found("delegation")
            refusal = may_end(_delegation(row), actor)
            if refusal:
                raise refusal
            await delegations.end(session, delegation_id, actor.subject, datetime.now(UTC))
            ended = await delegations.get(session, delegation_id)
        return _answer(dict(ended or row), this_moment().today)

    acting = Acting(actor, f"end_delegation/{delegation_id}", key)
    return await once(resources.database, acting, DelegationAnswer, act)


def _wanted(actor: Actor, leave: DelegationInput) -> Delegation:
    """Give who is meant; a supervisor has neither tasks nor a department of his own."""
    principal = leave.principal or ("" if actor.role is Role.SUPERVISOR else actor.subject)
    department = leave.department or actor.department or ""
    for field, value in (("principal", principal), ("department", department)):
        if not value:
            raise Refused(
                f"{field}_missing",
                f"A supervisor names the {field}.",
                rule="R147",
                field=field,
                kind=ErrorKind.INVALID,
            )
    return Delegation(department, principal, leave.delegate, leave.begins_on, leave.ends_on)


def _row(
    delegation_id: str, wanted: Delegation, reason: str, actor: Actor, now: datetime
) -> dict[str, Any]:
    return {
        "delegation_id": delegation_id,
        "department": wanted.department,
        "principal": wanted.principal,
        "delegate": wanted.delegate,
        "begins_on": wanted.begins_on,
        "ends_on": wanted.ends_on,
        "reason": reason,
        "created_by": actor.subject,
        "created_at": now,
    }


def _delegation(row: Any) -> Delegation:  # noqa: ANN401  # row
    return Delegation(
        row["department"], row["principal"], row["delegate"], row["begins_on"], row["ends_on"]
    )


def _is_concerned(row: Any, actor: Actor) -> bool:  # noqa: ANN401  # row
    concerned = actor.subject in {row["principal"], row["delegate"]}
    return actor.role is Role.SUPERVISOR or concerned


def _answer(row: dict[str, Any], today: date) -> DelegationAnswer:
    covers = row["begins_on"] <= today <= row["ends_on"]
    return DelegationAnswer.model_validate({**row, "in_force": covers and not row["ended_at"]})
