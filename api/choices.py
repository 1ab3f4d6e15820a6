"""What an applicant chooses: commitments to parts of items, and the traditional way."""

from collections.abc import Iterator

from api.schemas.intake import DraftContent
from domain.catalogue import CatalogueSlice, Item
from domain.commitments import replaceable_codes
from domain.completeness import certificate_code
from domain.form import FieldFault


def part_of(content: DraftContent, item: Item) -> DraftContent:
    """Give what of an application on the traditional way belongs to one item's own case."""
    papers = {paper.code for paper in item.papers} | {
        certificate_code(prerequisite.item_code) for prerequisite in item.prerequisites
    }
    fields = {field.code for field in item.fields}
    return content.model_copy(
        update={
            "items": (item.code,),
            "form": {code: value for code, value in content.form.items() if code in fields},
            "papers": tuple(each for each in content.papers if each.paper_code in papers),
            "pledges": tuple(each for each in content.pledges if each.paper_code in papers),
            "commitments": tuple(c for c in content.commitments if c.item_code == item.code),
            "declined_commitment": tuple(c for c in content.declined_commitment if c == item.code),
        }
    )


def choice_faults(catalogue: CatalogueSlice, content: DraftContent) -> Iterator[FieldFault]:
    """Say which choices are not open."""
    yield from _of_commitments(catalogue, content)
    yield from _of_traditional_way(catalogue, content)


def _of_commitments(catalogue: CatalogueSlice, content: DraftContent) -> Iterator[FieldFault]:
    """A commitment to a part covers one that the catalogue lets it replace (R56, R58)."""
    open_to = {item.code: replaceable_codes(item) for item in catalogue.items}
    for number, commitment in enumerate(content.commitments):
        known = open_to.get(commitment.item_code)
        if commitment.covers and known is not None and commitment.covers not in known:
            yield FieldFault(
                f"commitments.{number}.covers",
                "not_replaceable_by_commitment",
                "No paper or condition of the item that a commitment can replace.",
                "R58",
            )


def _of_traditional_way(catalogue: CatalogueSlice, content: DraftContent) -> Iterator[FieldFault]:
    """The traditional way is one item after the other: the licence comes first (R159)."""
    registering = [item.code for item in catalogue.items if item.brings_registration]
    has_code = content.business is not None and content.business.uscc
    if not content.traditional or not registering or len(catalogue.items) == 1 or has_code:
        return
    yield FieldFault(
        "items",
        "registration_first",
        "On the traditional way permits are applied for once the business has its code.",
        "R159",
    )
