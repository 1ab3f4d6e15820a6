"""Which route an item goes (证照分离): one pure function of item, credit and choice (design §4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.catalogue import Item, ReformMode
from domain.credit import CreditStanding, is_excluded


class Route(StrEnum):
    """How an item is handled."""

    NOT_REQUIRED = "not_required"
    FILING = "filing"
    COMMITMENT = "commitment"
    INSTANT = "instant"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """The route with the stable code of its reason and the source of the rule."""

    route: Route
    reason: str
    source: str


def choose_route(
    item: Item,
    *,
    credit: CreditStanding,
    chose_commitment: bool | None,
    on: date,  # noqa: ARG001  # the item is the version in force on that date
) -> RouteChoice:
    """Choose the route; ``chose_commitment`` None means the item's default way.

    A flag never refuses by itself: it leads to review by a person (R59, R74).
    """
    match item.mode:
        case ReformMode.ABOLISHED:
            return RouteChoice(Route.NOT_REQUIRED, "abolished", item.mode_source)
        case ReformMode.FILING:
            return RouteChoice(Route.FILING, "filing", item.mode_source)
        case ReformMode.COMMITMENT:
            return _by_commitment(item, credit, chose_commitment)
        case ReformMode.STREAMLINED:
            return _by_review(item, credit)
        case _:
            assert_never(item.mode)


def _by_commitment(
    item: Item,
    credit: CreditStanding,
    chose_commitment: bool | None,  # noqa: FBT001  # three-valued choice, not a flag
) -> RouteChoice:
    if is_excluded(credit):
        return RouteChoice(Route.REVIEW, "excluded_by_credit", "R59")
    if chose_commitment is False:
        return RouteChoice(Route.REVIEW, "commitment_declined", "广东条例 36")
    return RouteChoice(Route.COMMITMENT, "commitment", item.mode_source)


def _by_review(item: Item, credit: CreditStanding) -> RouteChoice:
    if not item.instant:
        return RouteChoice(Route.REVIEW, "streamlined_review", item.mode_source)
    if is_excluded(credit):
        return RouteChoice(Route.REVIEW, "excluded_by_credit", "R74")
    return RouteChoice(Route.INSTANT, "quantified_rules", "R71")
