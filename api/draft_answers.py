"""A draft as its owner sees it and as it is handed in."""

from datetime import UTC, datetime

from api.draft_keeping import StoredDraft, shown_now
from api.resources import Resources
from api.schemas.base import LabelAnswer
from api.schemas.drafts import ChangeAnswer, DraftAnswer
from api.schemas.forms import BurdenAnswer, KnownValueAnswer
from api.schemas.intake import BusinessInput, DraftContent, FaultAnswer
from api.submission import HandedIn
from api.submitting import form_of, judge
from domain.actors import Actor
from domain.burden import burden_of
from domain.calendar import local_date
from domain.form import FieldFault, together
from domain.item_changes import ItemChange
from domain.prefill import KnownValue, confirmed_values, unconfirmed_faults
from domain.rebasing import changes_since

_NOT_PREFILLED = "Nothing was filled in for this field, so that there is nothing to confirm."


def handed_in(draft: StoredDraft) -> HandedIn:
    """Give what a draft hands in: its content with the confirmed values, never with others."""
    given = filled_in(draft.content)
    confirmed = confirmed_values(draft.values, given)
    faults = unconfirmed_faults(draft.values, given)
    return HandedIn(
        content=_with(draft.content, confirmed),
        confirmed=confirmed,
        faults=(*faults, *not_prefilled(draft.content, draft.values)),
        draft_id=draft.draft_id,
    )


def not_prefilled(
    content: DraftContent, values: tuple[KnownValue, ...] = ()
) -> tuple[FieldFault, ...]:
    """Tell confirmations of fields for which no value is known."""
    known = {each.field for each in values}
    return tuple(
        FieldFault(f"confirmed.{number}", "not_prefilled", _NOT_PREFILLED, "R46")
        for number, code in enumerate(content.confirmed_fields)
        if code not in known
    )


def filled_in(content: DraftContent) -> dict[str, str]:
    """Give what the applicant wrote itself; an empty text says that nothing shall stand there."""
    return {**form_of(content), **content.form}


async def draft_answer(resources: Resources, draft: StoredDraft, actor: Actor) -> DraftAnswer:
    """Show a draft with its faults and changes as of today."""
    now = datetime.now(UTC)
    given = handed_in(draft)
    judged = await judge(resources, given.content, actor, local_date(now))
    catalogue = resources.catalogue
    current = shown_now(catalogue, draft.content, now)
    written = filled_in(draft.content)
    known = {each.field: each for each in draft.values if each.field not in written}
    papers = [paper.paper_code for paper in draft.content.papers]
    return DraftAnswer(
        draft_id=draft.draft_id,
        content=draft.content,
        case_id=draft.case_id,
        updated_at=draft.updated_at,
        faults=tuple(_fault(fault) for fault in together(given.faults, judged.faults)),
        catalogue_version=draft.shown.version if draft.shown else None,
        version_in_force=catalogue.version,
        changes=change_answers(changes_since(draft.shown, current)) if current else (),
        prefilled={code: KnownValueAnswer.of(value) for code, value in known.items()},
        pending=draft.pending,
        papers=draft.papers,
        burden=BurdenAnswer.of(burden_of(current.items, prefilled=known, handed_in=papers))
        if current
        else None,
    )


def change_answers(changes: tuple[ItemChange, ...]) -> tuple[ChangeAnswer, ...]:
    return tuple(
        ChangeAnswer(
            item_code=change.item_code,
            kind=change.kind.value,
            code=change.code,
            way=change.way.value,
            words=LabelAnswer.of(change.words),
            to_do=LabelAnswer.of(change.to_do),
        )
        for change in changes
    )


def _with(content: DraftContent, confirmed: tuple[KnownValue, ...]) -> DraftContent:
    """Put confirmed values where they belong: into the form, and into the business."""
    values = {each.field: each.value for each in confirmed}
    business = content.business
    if business is not None:
        business = BusinessInput.model_construct(
            name=business.name or values.get("business_name"),
            district=business.district or values.get("district"),
            uscc=business.uscc,
        )
    form = {**values, **content.form}
    return content.model_copy(update={"form": form, "business": business})


def _fault(fault: FieldFault) -> FaultAnswer:
    return FaultAnswer(field=fault.field, code=fault.code, message=fault.message, rule=fault.rule)
