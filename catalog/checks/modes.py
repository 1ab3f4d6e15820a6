"""Reform modes: what commitment needs, and what a filing must not have (R14, R55, R94)."""

import re
from collections.abc import Iterator

from catalog.catalogue import Catalogue
from catalog.checks.common import file_of, stands
from catalog.problems import Problem
from catalog.schema import ItemFile, ItemVersion
from domain.catalogue import ReformMode, SiteCheck

_STATUTE_OR_LIST = re.compile(r"法|条例|规定|办法|细则|决定|公告|通知|清单|目录|方案|〔|号")
"""What the name of a statute, or of a document with a list, has in it."""
_PARTS = re.compile(r"[;；]\s*")


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    for item in catalogue.items.values():
        for key, version in stands(item):
            yield from _of_mode(file_of(item), key, version)
            yield from _of_matters(item, key, version)
            yield from _of_filing(file_of(item), key, version)


def _of_mode(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    committed = version.mode is ReformMode.COMMITMENT
    if committed and version.verification is None:
        text = "commitment needs a check afterwards (R94)"
        yield Problem(name, f"{key}.verification", "commitment_unchecked", text)
    if version.commitment_optional and not committed:
        yield Problem(name, f"{key}.commitment_optional", "mode", "belongs to mode commitment")
    if version.filing_by_own_statute and version.mode is not ReformMode.FILING:
        yield Problem(name, f"{key}.filing_by_own_statute", "mode", "belongs to mode filing")
    if version.instant and version.mode is not ReformMode.STREAMLINED:
        yield Problem(name, f"{key}.instant", "mode", "belongs to mode streamlined")


def _of_matters(item: ItemFile, key: str, version: ItemVersion) -> Iterator[Problem]:
    """Matters outside the default of commitment 原则上 need a statute or list of their own."""
    if version.mode is not ReformMode.COMMITMENT or not item.matters:
        return
    if not any(_is_own(part) for part in _PARTS.split(version.mode_source)):
        touched = ", ".join(item.matters)
        text = f"commitment on {touched} needs a statute or list of its own (R55)"
        yield Problem(file_of(item), f"{key}.mode_source", "commitment_outside_default", text)


def _is_own(source: str) -> bool:
    """Whether it is more than an R number or an assumption, whatever the assumption is about."""
    return not source.startswith("assumption") and bool(_STATUTE_OR_LIST.search(source))


def _of_filing(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    """A filing 备案 is taken note of; nothing of it can be refused or decided (R14)."""
    if version.mode is not ReformMode.FILING:
        return
    refusing = {
        "refusal_grounds": bool(version.refusal_grounds),
        "hearing_required": version.hearing_required,
        "quantity_limited": version.quantity_limited,
        "site_check": version.site_check is SiteCheck.BEFORE_DECISION,
        "four_eyes": version.four_eyes,
        "expert_review": version.expert_review is not None,
        "testing": version.testing is not None,
    }
    for part, there in refusing.items():
        if there:
            text = "a filing has nothing by which it could be refused"
            yield Problem(name, f"{key}.{part}", "filing_refuses", text)
