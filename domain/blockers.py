"""What stands in the way: of an item's decision, and of issuing what is granted."""

from dataclasses import dataclass

from domain.case import Case, DebtKind
from domain.catalogue import IssuancePolicy, SiteCheck
from domain.commitments import papers_back
from domain.item_hearings import is_hearing_due
from domain.routes import Route
from domain.statuses import LaneStatus, VisitStatus
from domain.visits import visit_holding


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that must happen first; ``concerns`` names the debt, item or visit."""

    code: str
    concerns: str


def decision_blockers(case: Case, item_code: str) -> tuple[Blocker, ...]:
    """Everything that must be there before this item can be granted or filed.

    An open debt, the registration that the licence lane brings, the site check of a reviewed
    item, a place of a quantity-limited one, a paper whose commitment credit closed, an open
    supplement.
    """
    lane, item = case.the_lane(item_code), case.item(item_code)
    blockers = [_of_debt(debt.kind, debt.wants) for debt in case.open_debts(item_code)]
    if item.brings_registration and case.uscc is None:
        blockers.append(Blocker("registration_missing", item_code))
    if lane.route is Route.REVIEW and item.site_check is SiteCheck.BEFORE_DECISION:
        blockers.extend(_of_visit(case, item_code))
    if is_hearing_due(case, item_code):
        blockers.append(Blocker("hearing_outstanding", item_code))
    if item.quantity_limited and not lane.has_place:
        blockers.append(Blocker("no_place", item_code))
    blockers.extend(Blocker("replaced_paper_missing", code) for code in papers_back(case, lane))
    if lane.status is LaneStatus.SUPPLEMENTING:
        blockers.append(Blocker("supplement_open", item_code))
    return tuple(blockers)


def issuance_blockers(case: Case, item_code: str) -> tuple[Blocker, ...]:
    """Everything that keeps a granted or filed item from being issued now, by name.

    Pooled schemes issue once when every lane has its result (汇交后再统一发证, R67); others let
    granted lanes wait for open ones only until the earliest limit among the granted (design §3).
    """
    lane = case.the_lane(item_code)
    if not lane.status.awaits_issue:
        return (Blocker("not_granted", item_code), *decision_blockers(case, item_code))
    open_lanes = [other for other in case.lanes if not other.status.is_decided]
    unpaid = [_of_debt(debt.kind, debt.wants) for debt in case.open_debts(item_code)]
    if case.slice.scheme.issuance is IssuancePolicy.POOLED:
        return (*unpaid, *(Blocker("pooled_sibling", other.item_code) for other in open_lanes))
    waiting = [] if case.waiting_is_over else open_lanes
    return (*unpaid, *(Blocker("waits_for_sibling", other.item_code) for other in waiting))


def _of_debt(kind: DebtKind, wants: str) -> Blocker:
    codes = {
        DebtKind.PREREQUISITE: "prerequisite_missing",
        DebtKind.DEFERRED_PAPER: "deferred_paper_missing",
        DebtKind.SHARED_PAPER: "shared_paper_pending",
    }
    return Blocker(codes[kind], wants)


def _of_visit(case: Case, item_code: str) -> tuple[Blocker, ...]:
    visit = visit_holding(case, item_code)
    if visit is not None and item_code in visit.passed_items:
        return ()
    if visit is not None and item_code in visit.failed_items:
        return (Blocker("site_check_failed", visit.visit_id),)
    rectifying = visit is not None and visit.status is VisitStatus.RECTIFYING
    code = "rectification_open" if rectifying else "site_check_outstanding"
    return (Blocker(code, visit.visit_id if visit else item_code),)
