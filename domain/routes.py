"""Which route an item goes (证照分离): one pure function of item, credit, rules and choice.

Guidance, drafts and cases ask the same, so that what is told beforehand is what happens. Nobody
is refused here: whoever is excluded from an easier way goes the reviewed one (R59, R74).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.catalogue import Item, ReformMode
from domain.credit import CreditStanding, is_excluded
from domain.item_terms import InstantFinding


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


@dataclass(frozen=True, slots=True)
class Way:
    """One way an item may go: open, or closed for a reason; with the source of the rule."""

    route: Route
    is_open: bool
    reason: str
    source: str


Findings = tuple[InstantFinding, ...] | None
"""None stands for a form that nobody has filled in yet: its rules may still be met."""


def choose_route(
    item: Item,
    *,
    credit: CreditStanding,
    chose_commitment: bool | None,
    on: date,  # noqa: ARG001  # the item is the version in force on that date
    findings: Findings = (),
) -> RouteChoice:
    """Choose the route; ``chose_commitment`` None means the item's default way.

    A flag never refuses by itself: it leads to review by a person (R59, R74). So does a
    quantified rule of instant approval that is not met (R71).
    """
    easiest = ways(item, credit, findings)[0]
    if not easiest.is_open:
        return RouteChoice(Route.REVIEW, easiest.reason, easiest.source)
    if easiest.route is Route.COMMITMENT and chose_commitment is False:
        return RouteChoice(Route.REVIEW, "commitment_declined", "广东条例 36")
    return RouteChoice(easiest.route, easiest.reason, easiest.source)


def ways(item: Item, credit: CreditStanding, findings: Findings = ()) -> tuple[Way, ...]:
    """Give every way of the item's mode, the easiest first; papers instead are always open."""
    match item.mode:
        case ReformMode.ABOLISHED:
            return (_open(Route.NOT_REQUIRED, "abolished", item.mode_source),)
        case ReformMode.FILING:
            return (_open(Route.FILING, "filing", item.mode_source),)
        case ReformMode.COMMITMENT:
            return (_commitment(item, credit), _open(Route.REVIEW, "papers", "广东条例 36"))
        case ReformMode.STREAMLINED:
            review = _open(Route.REVIEW, "streamlined_review", item.mode_source)
            return (_instant(item, credit, findings), review) if item.instant else (review,)
        case _:
            assert_never(item.mode)


def unmet_rules(item: Item, findings: Findings) -> tuple[str, ...]:
    """Codes of the item's quantified rules that are not met, or were not looked at (R71)."""
    if item.instant_approval is None or findings is None:
        return ()
    met = {found.rule for found in findings if found.item_code == item.code and found.is_met}
    return tuple(rule.code for rule in item.instant_approval.rules if rule.code not in met)


def _commitment(item: Item, credit: CreditStanding) -> Way:
    if is_excluded(credit):
        return _closed(Route.COMMITMENT, "excluded_by_credit", "R59")
    return _open(Route.COMMITMENT, "commitment", item.mode_source)


def _instant(item: Item, credit: CreditStanding, findings: Findings) -> Way:
    if is_excluded(credit):
        return _closed(Route.INSTANT, "excluded_by_credit", "R74")
    if unmet_rules(item, findings):
        return _closed(Route.INSTANT, "quantified_rules_not_met", "R71")
    return _open(Route.INSTANT, "quantified_rules", "R71")


def _open(route: Route, reason: str, source: str) -> Way:
    return Way(route, is_open=True, reason=reason, source=source)


def _closed(route: Route, reason: str, source: str) -> Way:
    return Way(route, is_open=False, reason=reason, source=source)
