"""One item of the one-time notice, complete when it is needed and brief when it is not."""

from collections.abc import Mapping
from datetime import date

from api.schemas.base import LabelAnswer
from api.schemas.guidance import (
    CitedLabel,
    FeeAnswer,
    ItemNotice,
    PrerequisiteAnswer,
    ValidityAnswer,
)
from api.schemas.intake import LimitAnswer
from api.texts import condition_answer, limit_answer, paper_answer
from domain.catalogue import (
    ChecklistPoint,
    Determination,
    Item,
    Label,
    Prerequisite,
    Requirement,
    SiteCheck,
)
from domain.clock import Limit
from domain.credit import CreditStanding
from domain.item_terms import Note, RefusalGround, Variant
from domain.routes import RouteChoice, choose_route
from domain.service_grade import grade_of

ROUTED = frozenset({Requirement.REQUIRED, Requirement.FILING_ONLY})
NO_FEE = FeeAnswer(
    charged=False,
    label=LabelAnswer(zh="不收费", en="No fee"),
    source="行政许可法 58",
)


def item_notice(
    item: Item, found: Determination, labels: Mapping[str, Label], on: date
) -> ItemNotice:
    """Tell everything about an item that is needed; ``labels`` are the items' names by code.

    Of an item that is abolished, not needed or handled elsewhere nothing is asked, so that it
    has neither conditions nor papers.
    """
    needed = found.requirement in ROUTED
    choice = _usual_route(item, on) if needed else None
    return ItemNotice(
        code=item.code,
        label=LabelAnswer.of(item.label),
        department=item.department.code,
        department_label=LabelAnswer.of(item.department.label),
        level=item.department.level.value,
        section=item.section,
        requirement=found.requirement.value,
        rule=found.rule,
        source=found.source,
        answers_used=found.answers_used,
        reason=LabelAnswer.of(found.reason),
        instead=LabelAnswer.of(found.instead) if found.instead else None,
        route=choice.route.value if choice else None,
        route_reason=choice.reason if choice else None,
        mode=item.mode.value,
        mode_source=item.mode_source,
        basis=item.basis,
        variant=_cited(item.variant) if item.variant and needed else None,
        notes=tuple(map(_cited, item.notes)),
        site_check=item.site_check.value if needed else SiteCheck.NONE.value,
        commitment_optional=item.commitment_optional,
        quantity_limited=item.quantity_limited,
        conditions=tuple(map(condition_answer, item.conditions)) if needed else (),
        papers=tuple(paper_answer(paper, {}) for paper in item.papers) if needed else (),
        checklist=tuple(map(_cited, item.checklist)) if needed else (),
        limits=tuple(map(limit_answer, item.limits)) if needed else (),
        fees=NO_FEE,
        prerequisites=tuple(p.item_code for p in item.prerequisites) if needed else (),
        permits_first=tuple(_first(p, labels) for p in item.prerequisites) if needed else (),
        refusal_grounds=tuple(map(_cited, item.refusal_grounds)) if needed else (),
        validity=_optional(item.validity.term) if needed else None,
        validity_and_renewal=_validity(item),
        service_grade=grade_of(item).value if needed else None,
    )


def _usual_route(item: Item, on: date) -> RouteChoice:
    """Give the route of a party in good standing that makes no choice of its own."""
    unflagged = CreditStanding("", (), on, "assumed")
    return choose_route(item, credit=unflagged, chose_commitment=None, on=on, findings=None)


def _cited(entry: Note | RefusalGround | Variant | ChecklistPoint) -> CitedLabel:
    return CitedLabel(code=entry.code, label=LabelAnswer.of(entry.label), source=entry.source)


def _first(prerequisite: Prerequisite, labels: Mapping[str, Label]) -> PrerequisiteAnswer:
    code = prerequisite.item_code
    return PrerequisiteAnswer(
        code=code,
        label=LabelAnswer.of(labels.get(code, Label(code, code))),
        source=prerequisite.source,
        tolerated=not prerequisite.precedes_registration,
    )


def _validity(item: Item) -> ValidityAnswer:
    validity = item.validity
    return ValidityAnswer(
        term=_optional(validity.term),
        renewal_opens_before=_optional(validity.renewal_opens_before),
        renewal_closes_before=_optional(validity.renewal_closes_before),
        source=validity.source,
    )


def _optional(limit: Limit | None) -> LimitAnswer | None:
    return limit_answer(limit) if limit else None
