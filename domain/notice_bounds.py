"""The one-time notice binds the departments: nothing outside it may be demanded (R39, R40)."""

from domain.case import Case, Gap
from domain.catalogue import Item
from domain.errors import ErrorKind, Refused
from domain.tasks import Reason


def codes_of(item: Item) -> frozenset[str]:
    """Everything the notice names for an item: papers, fields, conditions, points, permits."""
    return frozenset(
        [paper.code for paper in item.papers]
        + [field.code for field in item.fields]
        + [condition.code for condition in item.conditions]
        + [point.code for point in item.checklist]
        + [f"permit:{prerequisite.item_code}" for prerequisite in item.prerequisites]
    )


def check_gaps(case: Case, item_codes: tuple[str, ...], gaps: tuple[Gap, ...]) -> None:
    """Refuse a demand that is empty, concerns another item, or was never in the notice."""
    if not gaps:
        raise Refused(
            "gaps_missing",
            "Say what is lacking: at least one paper, field or condition.",
            rule="行政许可法 32(4)",
            field="gaps",
            kind=ErrorKind.INVALID,
        )
    for gap in gaps:
        if gap.item_code not in item_codes:
            raise _outside(f"{gap.item_code} is not an item of this task.")
        if gap.code not in codes_of(case.item(gap.item_code)):
            raise _outside(f"{gap.code} stands nowhere in the notice for {gap.item_code}.")


def check_reasons(case: Case, item_code: str, reasons: tuple[Reason, ...]) -> None:
    """Refuse a refusal without reasons, or for a reason the notice does not know (Art. 38)."""
    item = case.item(item_code)
    known = codes_of(item) | ({"quantity_limit"} if item.quantity_limited else frozenset())
    if not reasons or any(not reason.text.strip() for reason in reasons):
        raise Refused(
            "reasons_missing",
            "A refusal needs reasons in words.",
            rule="行政许可法 38",
            field="reasons",
            kind=ErrorKind.INVALID,
        )
    strange = [reason.code for reason in reasons if reason.code not in known]
    if strange:
        raise Refused(
            "reason_outside_the_notice",
            f"{', '.join(strange)} stands nowhere in the notice for {item_code}.",
            rule="R40",
            field="reasons",
            kind=ErrorKind.INVALID,
        )


def _outside(message: str) -> Refused:
    return Refused("outside_the_notice", message, rule="R40", field="gaps", kind=ErrorKind.INVALID)
