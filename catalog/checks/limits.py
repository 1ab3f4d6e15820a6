"""Limits: a reviewed item has its statutory one, and no promise goes beyond it."""

from collections.abc import Iterator

from catalog.catalogue import Catalogue
from catalog.checks.common import file_of, stands, twice
from catalog.problems import Problem
from catalog.schema import ItemVersion
from catalog.spans import may_exceed
from domain.catalogue import ReformMode
from domain.clock import LimitKind


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    for item in catalogue.items.values():
        for key, version in stands(item):
            yield from _of_kinds(file_of(item), f"{key}.limits", version)
            yield from _of_promise(file_of(item), f"{key}.limits", version)
            yield from _of_deferrals(file_of(item), f"{key}.papers", version)


def _of_kinds(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    kinds = [limit.kind for limit in version.limits]
    yield from twice(name, key, kinds)
    reviewed = version.mode in {ReformMode.STREAMLINED, ReformMode.COMMITMENT}
    if reviewed and LimitKind.STATUTORY not in kinds:
        text = "a reviewed item needs its statutory limit"
        yield Problem(name, key, "limit_missing", text)
    if set(kinds) - {LimitKind.STATUTORY, LimitKind.PROMISED}:
        text = "an item has statutory and promised limits only"
        yield Problem(name, key, "limit_kind", text)


def _of_promise(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    limits = {limit.kind: limit for limit in version.limits}
    statutory, promised = limits.get(LimitKind.STATUTORY), limits.get(LimitKind.PROMISED)
    if statutory and promised and (why := may_exceed(promised, statutory)):
        text = f"the promised limit is longer than the statutory one: {why}"
        yield Problem(name, f"{key}.promised", "promise_longer_than_statute", text)


def _of_deferrals(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    """A deferred paper must be there before the decision is due, so within the promise."""
    limits = {limit.kind: limit for limit in version.limits}
    bound = limits.get(LimitKind.PROMISED) or limits.get(LimitKind.STATUTORY)
    for paper in version.papers if bound else ():
        if paper.deferral and bound and (why := may_exceed(paper.deferral, bound)):
            text = f"the deferral is longer than the {bound.kind} limit: {why}"
            where = f"{key}.{paper.code}.deferral"
            yield Problem(name, where, "deferral_longer_than_promise", text)
