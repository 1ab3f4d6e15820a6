"""Which applications are simple business, done on receipt together with the licence (R63)."""

from domain.catalogue import CatalogueSlice, Item, ReformMode
from domain.item_terms import InstantFinding
from domain.routes import unmet_rules


def is_simple(
    catalogue: CatalogueSlice,
    declined_commitment: tuple[str, ...],
    findings: tuple[InstantFinding, ...] = (),
) -> bool:
    """Whether no person has to review anything: 简单业务接件即办 (R63).

    The document names the licence as part of it and leaves the rest open: without a reviewed
    item is an assumption.
    """
    has_licence = any(item.brings_registration for item in catalogue.items)
    return has_licence and not any(
        _is_reviewed(item, declined_commitment, findings) for item in catalogue.items
    )


def _is_reviewed(
    item: Item, declined_commitment: tuple[str, ...], findings: tuple[InstantFinding, ...]
) -> bool:
    if item.mode is ReformMode.COMMITMENT:
        return item.code in declined_commitment
    is_instant = item.instant and not unmet_rules(item, findings)
    return item.mode is ReformMode.STREAMLINED and not is_instant
