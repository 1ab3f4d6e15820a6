"""Which ways are open for a draft's items now: asked when choosing, and again on deciding."""

from datetime import UTC, datetime

from api.resources import Resources
from api.schemas.intake import DraftContent
from api.schemas.scope import WaysAnswer
from api.scope_answers import item_ways
from api.submitting import findings_of, standing_of
from domain.actors import Actor
from domain.calendar import local_date
from domain.credit import is_excluded
from domain.service_grade import ServiceGrade, grade_of_all
from repositories import businesses


async def ways_of(resources: Resources, content: DraftContent, actor: Actor) -> WaysAnswer:
    """Look credit up and say every way of every item, and the one it would go.

    Raises:
        Refused: the draft's items or answers are not usable, with the field.
    """
    today = local_date(datetime.now(UTC))
    catalogue = resources.catalogue.slice(
        content.scheme, content.items, on=today, answers=content.answers
    )
    findings = findings_of(resources, catalogue, content)
    standing = await standing_of(resources, await credit_subjects(resources, content, actor), today)
    declined = content.declined_commitment
    items = tuple(
        item_ways(
            item,
            standing,
            findings,
            chose_commitment=False if item.code in declined else None,
        )
        for item in catalogue.items
    )
    return WaysAnswer(
        credit_as_of=standing.as_of,
        credit_version=standing.source_version,
        excluded_by_credit=is_excluded(standing),
        service_grade=grade_of_all(ServiceGrade(item.service_grade) for item in items).value,
        items=items,
    )


async def credit_subjects(
    resources: Resources, content: DraftContent, actor: Actor
) -> tuple[str, ...]:
    """Firm and handling person: whoever of them is dishonest excludes both (R59)."""
    owner = content.on_behalf_of or actor.subject
    person = content.handling_person or owner
    uscc = content.business.uscc if content.business else None
    if uscc is None:
        return (person,)
    async with resources.database.reading() as session:
        return (await businesses.identify(session, uscc, uscc), person)
