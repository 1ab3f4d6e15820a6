"""The catalogue and the working calendar, as they stand."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field, StrictInt

from api import calls
from api.dependencies import Allowed, ResourcesDependency
from api.problems import not_found
from api.schemas.base import Body, Filter, LabelAnswer, example
from api.schemas.messages import (
    CalendarAnswer,
    CapacityAnswer,
    InstantAnswer,
    ItemAnswer,
    PointOfItem,
    QuestionAnswer,
    ReceiptRule,
    SchemeAnswer,
    Statement,
    ThemeAnswer,
)
from api.texts import (
    condition_answer,
    field_answer,
    limit_answer,
    paper_answer,
    question_answer,
)
from catalog.calendar import working_calendar
from core.temporal import application_workflow_id
from domain.actors import Role
from domain.calendar import local_date
from domain.catalogue import Item, Receipt, Scheme
from domain.item_terms import InstantApproval, InstantRule, Note, RefusalGround
from domain.service_grade import grade_of
from repositories import places

router = APIRouter(tags=["catalogue"])
SchemeCode = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
ItemCode = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")]


@router.get("/catalogue/schemes")
async def list_schemes(resources: ResourcesDependency) -> tuple[SchemeAnswer, ...]:
    """Give the cities' schemes, each in its own words."""
    return tuple(_scheme(scheme) for scheme in resources.catalogue.schemes.values())


@router.get("/catalogue/themes")
async def list_themes(resources: ResourcesDependency) -> tuple[ThemeAnswer, ...]:
    """Give the theme scenes."""
    return tuple(
        ThemeAnswer(
            code=theme.code,
            label=LabelAnswer.of(theme.label),
            items=tuple(theme.items),
            questions=tuple(theme.questions),
        )
        for theme in resources.catalogue.themes.values()
    )


@router.get("/catalogue/questions")
async def list_questions(
    resources: ResourcesDependency,
    theme: Filter | None = None,
) -> tuple[QuestionAnswer, ...]:
    """Give what guidance asks, in order: for a theme, or everything."""
    return tuple(
        question_answer(question) for question in resources.catalogue.questions_for(theme=theme)
    )


@router.get("/catalogue/schemes/{scheme_code}/items")
async def list_items(
    scheme_code: SchemeCode, resources: ResourcesDependency
) -> tuple[ItemAnswer, ...]:
    """Give every item as it stands in force for a scheme today, offered yet or not."""
    today = local_date(datetime.now(UTC))
    catalogue = resources.catalogue
    scheme = catalogue.scheme(scheme_code)
    described = (catalogue.describe(scheme_code, code, today) for code in catalogue.item_codes)
    return tuple(_item(item, offered=scheme.offers(item.code, today)) for item in described if item)


@router.get("/catalogue/schemes/{scheme_code}/items/{item_code}")
async def read_item(
    scheme_code: SchemeCode, item_code: ItemCode, resources: ResourcesDependency
) -> ItemAnswer:
    """Give one item."""
    today = local_date(datetime.now(UTC))
    scheme = resources.catalogue.scheme(scheme_code)
    known = item_code in resources.catalogue.item_codes
    item = resources.catalogue.describe(scheme_code, item_code, today) if known else None
    if item is None:
        raise not_found("item")
    return _item(item, offered=scheme.offers(item_code, today))


@router.get("/calendar")
async def read_calendar() -> CalendarAnswer:
    """Give the working calendar as the State Council has published it."""
    calendar = working_calendar()
    return CalendarAnswer(
        version=calendar.version,
        published={year.year: year.notice for year in calendar.published},
        days_off=calendar.days_off,
        make_up_days=calendar.make_up_days,
    )


class CapacityInput(Body):
    """How many places there are."""

    model_config = example({"capacity": 12})

    capacity: Annotated[StrictInt, Field(ge=0, le=1_000_000)]


@router.put(
    "/catalogue/items/{item_code}/places/{area}",
    dependencies=[Depends(Allowed(Role.ADMINISTRATOR))],
)
async def publish_places(
    item_code: ItemCode,
    area: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,60}$")],
    capacity: CapacityInput,
    resources: ResourcesDependency,
) -> CapacityAnswer:
    """Publish the layout of a quantity-limited item in an area (合理布局).

    Cases that wait for a place are told when there are more places than before.
    """
    if item_code not in resources.catalogue.item_codes:
        raise not_found("item")
    async with resources.database.transaction() as session:
        await places.set_capacity(session, item_code, area, capacity.capacity)
        taken = await places.taken(session, item_code, area)
        following = await places.next_in_line(session, item_code, area)
    for case_id in following:
        workflow_id = application_workflow_id(case_id)
        await calls.signal(resources.client, workflow_id, "place_freed", item_code)
    return CapacityAnswer(item_code=item_code, area=area, capacity=capacity.capacity, taken=taken)


def _scheme(scheme: Scheme) -> SchemeAnswer:
    return SchemeAnswer(
        code=scheme.code,
        label=LabelAnswer.of(scheme.label),
        city=LabelAnswer.of(scheme.city),
        authority=LabelAnswer.of(scheme.authority),
        source=scheme.source,
        begins_on=scheme.begins_on,
        ends_on=scheme.ends_on,
        issuance=scheme.issuance.value,
        words={code: LabelAnswer.of(label) for code, label in scheme.words},
        items=dict(scheme.item_phases),
        receipt=_receipt(scheme.receipt) if scheme.receipt else None,
    )


def _receipt(receipt: Receipt) -> ReceiptRule:
    return ReceiptRule(
        opens_at=receipt.opens_at.isoformat("minutes"),
        closes_at=receipt.closes_at.isoformat("minutes"),
        outside_hours=receipt.outside_hours,
        source=receipt.source,
    )


def _item(item: Item, *, offered: bool) -> ItemAnswer:
    return ItemAnswer(
        code=item.code,
        label=LabelAnswer.of(item.label),
        department=item.department.code,
        department_label=LabelAnswer.of(item.department.label),
        mode=item.mode.value,
        mode_source=item.mode_source,
        basis=item.basis,
        site_check=item.site_check.value,
        offered=offered,
        commitment_optional=item.commitment_optional,
        quantity_limited=item.quantity_limited,
        limits=tuple(limit_answer(limit) for limit in item.limits),
        papers=tuple(paper_answer(paper, {}) for paper in item.papers),
        conditions=tuple(condition_answer(condition) for condition in item.conditions),
        checklist=tuple(
            PointOfItem(code=point.code, label=LabelAnswer.of(point.label), source=point.source)
            for point in item.checklist
        ),
        fields=tuple(field_answer(field) for field in item.fields),
        prerequisites=tuple(prerequisite.item_code for prerequisite in item.prerequisites),
        service_grade=grade_of(item).value,
        section=item.section,
        notes=tuple(_statement(note) for note in item.notes),
        refusal_grounds=tuple(_statement(ground) for ground in item.refusal_grounds),
        instant=_instant(item.instant_approval) if item.instant_approval else None,
        four_eyes=item.four_eyes,
        matters=tuple(matter.value for matter in item.matters),
    )


def _statement(said: Note | RefusalGround | InstantRule) -> Statement:
    return Statement(code=said.code, label=LabelAnswer.of(said.label), source=said.source)


def _instant(approval: InstantApproval) -> InstantAnswer:
    return InstantAnswer(
        published_on=approval.published_on,
        source=approval.source,
        rules=tuple(_statement(rule) for rule in approval.rules),
        sampling_percent=approval.sampling_percent,
    )
