"""The one-time notice binds the departments: nothing outside it may be demanded.

行政许可法 30 (what is needed is published), 31 (no papers that do not concern the item), 32(1)(4)
(everything is told once); R39, R40.
"""

from domain.case import Case, Gap
from domain.catalogue import Item, ReformMode
from domain.commitments import replaced
from domain.errors import ErrorKind, Refused
from domain.tasks import Reason

DEMANDS = "行政许可法 30, 31; R40"
COMMITMENT = "commitment"
"""Code of the signed letter for the item as a whole (告知承诺书)."""
QUANTITY = "quantity_limit"


def codes_of(item: Item) -> frozenset[str]:
    """Everything the notice names for an item: papers, fields, conditions, points, permits."""
    return frozenset(
        [paper.code for paper in item.papers]
        + [field.code for field in item.fields]
        + [condition.code for condition in item.conditions]
        + [point.code for point in item.checklist]
        + [f"permit:{prerequisite.item_code}" for prerequisite in item.prerequisites]
    )


def demands_of(item: Item) -> frozenset[str]:
    """Codes of what may be asked of the applicant for an item, and of nothing else."""
    letter = {COMMITMENT} if item.mode is ReformMode.COMMITMENT else set()
    return codes_of(item) | letter


def reasons_of(item: Item) -> frozenset[str]:
    """Codes on which a refusal may rest: what the notice names, and its grounds to refuse."""
    grounds = frozenset(ground.code for ground in item.refusal_grounds)
    places = {QUANTITY} if item.quantity_limited else set()
    return codes_of(item) | grounds | places


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
        if gap.code not in demands_of(case.item(gap.item_code)):
            raise _outside(f"{gap.code} stands nowhere in the notice for {gap.item_code}.")
        check_not_replaced(case, gap.item_code, (gap.code,), field="gaps")


def check_reasons(case: Case, item_code: str, reasons: tuple[Reason, ...]) -> None:
    """Refuse a refusal without reasons, or for a reason the notice does not know (Art. 38)."""
    if not reasons or any(not reason.text.strip() for reason in reasons):
        raise Refused(
            "reasons_missing",
            "A refusal needs reasons in words.",
            rule="行政许可法 38",
            field="reasons",
            kind=ErrorKind.INVALID,
        )
    strange = outside_reasons(case.item(item_code), reasons)
    if strange:
        raise Refused(
            "reason_outside_the_notice",
            f"{', '.join(strange)} stands nowhere in the notice for {item_code}.",
            rule=DEMANDS,
            field="reasons",
            kind=ErrorKind.INVALID,
        )
    check_not_replaced(case, item_code, tuple(r.code for r in reasons), field="reasons")


def check_not_replaced(case: Case, item_code: str, codes: tuple[str, ...], *, field: str) -> None:
    """Refuse to demand, or to refuse for, what a valid commitment stands in for (R56, R58)."""
    standing = sorted(replaced(case, item_code) & set(codes))
    if standing:
        raise Refused(
            "replaced_by_commitment",
            f"A signed commitment stands in for {', '.join(standing)}; it is checked afterwards.",
            rule="R58",
            field=field,
            kind=ErrorKind.INVALID,
        )


def outside_reasons(item: Item, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """Give the codes of reasons that the item's notice does not know."""
    known = reasons_of(item)
    return tuple(reason.code for reason in reasons if reason.code not in known)


def _outside(message: str) -> Refused:
    return Refused(
        "outside_the_notice", message, rule=DEMANDS, field="gaps", kind=ErrorKind.INVALID
    )
