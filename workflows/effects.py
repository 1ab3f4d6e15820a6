"""How an application acts on the world: each effect's answer becomes a command of the case."""

from collections.abc import Callable
from typing import TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.departments import DepartmentActivities
    from activities.follow_up import FollowUpActivities
    from activities.numbers import NumberActivities
    from activities.places import PlaceActivities
    from activities.shared_data import SharedDataActivities
    from activities.visit_slots import VisitActivities
    from domain.case import Case
    from domain.commands import DepartmentReport, DispatchAnswer, PermitsNumbered, PlaceAnswered
    from domain.completeness import WantedPaper, wanted_from_sharing
    from domain.credit import CreditStanding
    from domain.dispatching import dispatch_of
    from domain.issuing import ready_to_issue
    from domain.submission import ProvidedPaper
    from domain.visiting import looked_for_after
    from domain.visits import (
        departments_of,
        excluded_from,
        limit_of,
        visit_to_schedule,
        waiting_items,
    )
    from models import effects
    from models.messages import AssignNumbers, ReleasePlace, ReservePlace
    from workflows import options
    from workflows.recorder import at_once_or_persistently

CurrentCase = Callable[[], Case]
T = TypeVar("T")


class ApplicationEffects:
    """Calls the activities with what the case says now; decides nothing."""

    def __init__(self, case: CurrentCase) -> None:
        self._case = case

    async def look_up_papers(self) -> effects.PapersLookedUp:
        """Find the shareable papers that were not handed in."""
        wanted = wanted_from_sharing(self._case())
        return await workflow.execute_activity_method(
            SharedDataActivities.look_up_papers,
            effects.LookUpPapers(self._holder(), wanted),
            **options.SHARED_DATA_AT_ONCE,
        )

    async def await_paper(self, paper_code: str, certificate_type: str) -> ProvidedPaper:
        """Look for one paper until it is there; cancelled when the debt is settled otherwise."""
        wanted = WantedPaper(paper_code, certificate_type)
        return await workflow.execute_activity_method(
            SharedDataActivities.await_paper,
            effects.AwaitPaper(self._holder(), wanted),
            **options.DEPARTMENT_POLL,
        )

    async def dispatch(self, item_codes: tuple[str, ...]) -> tuple[DispatchAnswer, ...]:
        """Send the lanes' papers in one action (一键分办)."""
        case = self._case()
        lanes = tuple(dispatch_of(case, code) for code in item_codes)
        answered = await workflow.execute_activity_method(
            DepartmentActivities.dispatch_case,
            effects.DispatchCase(case.case_id, lanes),
            **options.DISPATCH_IN_ONE_ACTION,
        )
        return answered.answers

    async def dispatch_until_received(self, item_code: str) -> DispatchAnswer:
        """Send one lane's papers on its system's own queue until the system has them."""
        case = self._case()
        return await workflow.execute_activity_method(
            DepartmentActivities.dispatch_one,
            effects.DispatchOne(case.case_id, dispatch_of(case, item_code)),
            task_queue=department_queue(case.item(item_code).system),
            **options.DEPARTMENT_CALL,
        )

    async def poll(self, item_code: str) -> DepartmentReport | None:
        """Ask a polled system until it has decided; None when it is not of that kind."""
        case = self._case()
        lane, item = case.the_lane(item_code), case.item(item_code)
        polled = await workflow.execute_activity_method(
            DepartmentActivities.poll_lane,
            effects.PollLane(item.system, lane.dispatch_key, lane.department_sequence),
            task_queue=department_queue(item.system),
            **options.DEPARTMENT_POLL,
        )
        return polled.report

    async def tell_of_end(self, item_code: str) -> None:
        """Tell the department's system that the lane ended without its doing."""
        case = self._case()
        lane, item = case.the_lane(item_code), case.item(item_code)
        await workflow.execute_activity_method(
            DepartmentActivities.withdraw_lane,
            effects.WithdrawLane(item.system, lane.dispatch_key, lane.status.value),
            task_queue=department_queue(item.system),
            **options.DEPARTMENT_CALL,
        )

    async def look_up_credit(self) -> CreditStanding:
        """The credit standing of firm and handling person at this moment (R59)."""
        applicant = self._case().submission.applicant
        business = self._case().submission.business
        subjects = (business.business_id, applicant.handling_person)
        return await workflow.execute_activity_method(
            SharedDataActivities.look_up_credit,
            effects.LookUpCredit(subjects),
            **options.DEPARTMENT_CALL,
        )

    async def find_slots(self) -> effects.SlotsFound:
        """When inspectors can come; retried until every department has somebody free."""
        case = self._case()
        visit = visit_to_schedule(case)
        if visit is None:
            raise RuntimeError(case.case_id)
        items = waiting_items(case, visit)
        wanted = effects.FindSlots(
            departments=departments_of(case, items),
            district=case.submission.business.district,
            after=looked_for_after(case, visit, workflow.now()),
            minimum_inspectors=case.slice.scheme.minimum_inspectors,
            visit_id=visit.visit_id,
            until=limit_of(case, items),
            terms=case.slice.scheme.visits,
            calendar=case.submission.calendar,
            excluded=tuple(sorted(excluded_from(case))),
        )
        return await workflow.execute_activity_method(
            VisitActivities.find_slots, wanted, **options.DEPARTMENT_CALL
        )

    async def reserve_place(self, item_code: str) -> PlaceAnswered:
        """Ask for the lane's place in the queue of a quantity-limited item."""
        case = self._case()
        accepted_at = case.the_lane(item_code).accepted_at or workflow.now()
        district = case.submission.business.district
        reserved = await at_once_or_persistently(
            PlaceActivities.reserve_place,
            ReservePlace(case.case_id, item_code, district, accepted_at),
        )
        return PlaceAnswered(item_code, rank=reserved.rank, has_place=reserved.has_place)

    async def release_place(self, item_code: str) -> None:
        """Give the place back; whoever is next in line is told by signal."""
        case = self._case()
        await workflow.execute_activity_method(
            PlaceActivities.release_place,
            ReleasePlace(case.case_id, item_code, case.submission.business.district),
            **options.OWN_DATA,
        )

    async def number_permits(self) -> PermitsNumbered:
        """Numbers and the licence code for all that may be issued now."""
        case = self._case()
        numbered = await at_once_or_persistently(
            NumberActivities.assign_numbers,
            AssignNumbers.for_case(case, ready_to_issue(case), workflow.now()),
        )
        return PermitsNumbered(numbered.licence_code, numbered.version, numbered.permits)

    async def follow_up(self) -> effects.FollowedUp:
        """Begin the permits' own lives; the licence document is typeset when it is asked for."""
        case = self._case()
        licence = case.licence
        if licence is None:
            raise RuntimeError(case.case_id)
        return await at_once_or_persistently(
            FollowUpActivities.follow_up,
            effects.FollowUp(case.case_id, licence.licence_code, licence.version, licence.permits),
        )

    def _holder(self) -> str:
        case = self._case()
        return case.uscc or case.submission.business.business_id


def department_queue(system: str) -> str:
    """Task queue of one department system, so that each can be limited and deployed apart."""
    return f"department-{system}"
