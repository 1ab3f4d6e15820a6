"""The clocks of a case, explained day by day, as they stand or as they would stand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.cases import visible_case
from api.clock_views import clock_answer, supposed_answer, supposed_where_possible
from api.days import check_within_calendar
from api.dependencies import PEOPLE, Allowed, CaseId, CurrentActor, ResourcesDependency
from api.schemas.base import Day
from api.schemas.clocks import ClockAnswer
from domain.clock import ClockId, ClockKind, LimitKind
from domain.ledgers import ledger_of
from domain.what_if import Supposition

router = APIRouter(
    prefix="/applications", tags=["clocks"], dependencies=[Depends(Allowed(*PEOPLE))]
)


async def supposition(
    suspend_from: Annotated[
        Day | None, Query(description="What if it were suspended: the first day not counted.")
    ] = None,
    suspend_working_days: Annotated[
        int | None, Query(ge=1, le=250, description="For so many working days.")
    ] = None,
    extend_by: Annotated[
        int | None, Query(ge=1, le=60, description="What if a limit were extended, in its unit.")
    ] = None,
    extend_limit: Annotated[
        LimitKind | None, Query(description="Which limit; usually the statutory one, or the cap.")
    ] = None,
) -> Supposition:
    """Read a supposition from the address; nothing named is none."""
    check_within_calendar("suspend_from", suspend_from)
    return Supposition(suspend_from, suspend_working_days, extend_by, extend_limit)


SuppositionDependency = Annotated[Supposition, Depends(supposition)]


@router.get("/{case_id}/clock")
async def read_clocks(
    case_id: CaseId,
    actor: CurrentActor,
    resources: ResourcesDependency,
    supposed: SuppositionDependency,
) -> tuple[ClockAnswer, ...]:
    """Explain every clock day by day: what was counted and what not, and why.

    With a supposition each clock is explained as it would stand, nothing being written; a clock
    of which it cannot be supposed says why.
    """
    case = await visible_case(resources, actor, case_id)
    if supposed.is_empty:
        return tuple(clock_answer(case, ledger, actor) for ledger in case.clocks)
    return tuple(supposed_where_possible(case, each, actor, supposed) for each in case.clocks)


@router.get("/{case_id}/clock/{kind}/{subject}")
async def read_clock(  # what the address names
    case_id: CaseId,
    kind: ClockKind,
    subject: Annotated[str, Path(max_length=100)],
    actor: CurrentActor,
    resources: ResourcesDependency,
    supposed: SuppositionDependency,
) -> ClockAnswer:
    """Explain one clock, as it stands or as it would stand; nothing is written."""
    case = await visible_case(resources, actor, case_id)
    ledger = ledger_of(case, ClockId(kind, subject))
    if supposed.is_empty:
        return clock_answer(case, ledger, actor)
    return supposed_answer(case, ledger, actor, supposed)
