"""The two grades of service: 好办 for what is easy to do, 快办 for what is done at once (R68)."""

from collections.abc import Iterable
from enum import StrEnum

from domain.case import Case
from domain.catalogue import Item, ReformMode, SiteCheck
from domain.routes import Findings, Route, unmet_rules


class ServiceGrade(StrEnum):
    """How an item is served; an application is as fast as its slowest item."""

    FAST = "fast"
    """快办: nobody reviews it and nobody comes before the decision."""
    GOOD = "good"
    """好办: joined up and told once, but a person decides."""


def grade_of(
    item: Item, *, declined_commitment: bool = False, findings: Findings = None
) -> ServiceGrade:
    """Grade an item by its mode; without ``findings`` as if its quantified rules were met.

    R68 calls simple matters 快办 without measuring them: simple is what needs no reviewer, no
    visit before the decision and no place in a limited number (assumption).
    """
    by_person = item.quantity_limited or item.hearing_required or item.four_eyes
    visited = item.site_check is SiteCheck.BEFORE_DECISION and item.mode is ReformMode.STREAMLINED
    if by_person or visited or not _is_done_at_once(item, declined_commitment, findings):
        return ServiceGrade.GOOD
    return ServiceGrade.FAST


def grade_of_all(grades: Iterable[ServiceGrade]) -> ServiceGrade:
    """Grade an application as a whole."""
    return ServiceGrade.GOOD if ServiceGrade.GOOD in set(grades) else ServiceGrade.FAST


def grade_of_case(case: Case) -> ServiceGrade:
    """Grade a case by the routes its items really go; one moved to review is no longer fast."""
    declined = case.submission.declined_commitment
    return grade_of_all(
        ServiceGrade.GOOD
        if lane.route is Route.REVIEW
        else grade_of(
            case.item(lane.item_code),
            declined_commitment=lane.item_code in declined,
            findings=case.instant_findings,
        )
        for lane in case.lanes
    )


def _is_done_at_once(
    item: Item,
    declined_commitment: bool,  # noqa: FBT001  # a choice
    findings: Findings,
) -> bool:
    if item.mode is ReformMode.COMMITMENT:
        return not declined_commitment
    is_instant = item.instant and not unmet_rules(item, findings)
    return item.mode is not ReformMode.STREAMLINED or is_instant
