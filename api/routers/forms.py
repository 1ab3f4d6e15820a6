"""One form for several permits (一表申请): fields once each, with schema and known values."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header

from api.authentication import applicant_of
from api.dependencies import Allowed, ResourcesDependency
from api.known_data import Asker, Known, known_of
from api.schemas.base import LabelAnswer
from api.schemas.forms import (
    BurdenAnswer,
    BurdenStatistic,
    FieldNeedAnswer,
    FormAnswer,
    FormRequest,
    KnownValueAnswer,
    NeededFieldAnswer,
)
from api.shared_papers import check_holder
from api.texts import field_answer
from catalog.catalogue import Catalogue
from catalog.chosen import chosen_slice
from domain.actors import Role
from domain.burden import burden_of
from domain.calendar import local_date
from domain.catalogue import CatalogueSlice, Label
from domain.form_needs import NeededField, needed_fields
from domain.form_schema import form_schema
from repositories import burdens

router = APIRouter(tags=["forms"])
TITLE = Label("一表申请", "One application form")


@router.post("/forms")
async def compose_form(
    request: FormRequest,
    resources: ResourcesDependency,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> FormAnswer:
    """Give the one form of the chosen items with its JSON Schema; open to everybody.

    Known values are only shown: an application takes them from a draft once confirmed.
    """
    check_holder(request.uscc)
    now = datetime.now(UTC)
    catalogue = resources.catalogue
    chosen = chosen_slice(
        catalogue,
        request.scheme,
        request.items,
        on=local_date(now),
        answers=request.answers,
    )
    asker = Asker(await applicant_of(resources.verifier, authorization), request.uscc)
    known = await known_of(resources, chosen.items, asker, now)
    return _answer(catalogue, chosen, known)


@router.get("/statistics/burden", dependencies=[Depends(Allowed(Role.SUPERVISOR))])
async def read_burden(resources: ResourcesDependency) -> tuple[BurdenStatistic, ...]:
    """Give what cases asked of their applicants, by scheme, beside the separate way.

    It is counted, never compared with a target (R51, R159).
    """
    async with resources.database.reading() as session:
        rows = await burdens.by_scheme(session)
    return tuple(BurdenStatistic.model_validate(dict(row)) for row in rows)


def _answer(catalogue: Catalogue, chosen: CatalogueSlice, known: Known) -> FormAnswer:
    needed = needed_fields(chosen.items)
    prefilled = {each.field: KnownValueAnswer.of(each) for each in known.values}
    schema = form_schema(chosen.scheme.code, TITLE, (each.field for each in needed))
    return FormAnswer(
        scheme=chosen.scheme.code,
        catalogue_version=chosen.version,
        fields=tuple(_field(catalogue, each) for each in needed),
        json_schema=schema,
        prefilled=prefilled,
        pending=known.pending,
        papers=known.papers,
        burden=BurdenAnswer.of(burden_of(chosen.items, prefilled=prefilled)),
    )


def _field(catalogue: Catalogue, needed: NeededField) -> NeededFieldAnswer:
    return NeededFieldAnswer(
        **field_answer(needed.field).model_dump(),
        needed_by=tuple(
            FieldNeedAnswer(
                item_code=need.item_code,
                label=LabelAnswer.of(catalogue.items[need.item_code].label),
                source=need.source,
                required=need.required,
            )
            for need in needed.needs
        ),
    )
