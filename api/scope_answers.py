"""Scope entries, ways and pushes as answers."""

from collections.abc import Iterable
from typing import Any

from api.schemas.base import LabelAnswer
from api.schemas.scope import (
    DepartmentToldAnswer,
    InstantItemAnswer,
    InstantRuleAnswer,
    ItemWaysAnswer,
    PushAnswer,
    PushAttemptAnswer,
    PushResultAnswer,
    ScopeEntryAnswer,
    ScopeOfNotice,
    WayAnswer,
)
from catalog.catalogue import Catalogue
from catalog.matching import push_targets
from domain.catalogue import Determination, Item, Requirement
from domain.credit import CreditStanding
from domain.item_terms import InstantApproval
from domain.routes import Findings, choose_route, ways
from domain.scope import ScopeEntry
from domain.service_grade import grade_of

_FOLLOWS = {Requirement.REQUIRED, Requirement.FILING_ONLY}


def scope_entry_answer(entry: ScopeEntry) -> ScopeEntryAnswer:
    return ScopeEntryAnswer(
        code=entry.code,
        label=LabelAnswer.of(entry.label),
        needs_permit=entry.needs_permit,
        items=entry.items,
        departments=entry.departments,
        source=entry.source,
    )


def scope_of_notice(
    catalogue: Catalogue,
    scheme_code: str,
    entries: tuple[ScopeEntry, ...],
    found: tuple[Determination, ...],
) -> ScopeOfNotice:
    """Say which permits follow from the scope, by the answers, and which departments are told."""
    needed = {each.item_code for each in found if each.requirement in _FOLLOWS}
    named = dict.fromkeys(code for entry in entries for code in entry.items)
    departments = catalogue.departments[scheme_code]
    told = push_targets(catalogue, scheme_code, entries, found)
    return ScopeOfNotice(
        entries=tuple(scope_entry_answer(entry) for entry in entries),
        permits=tuple(code for code in named if code in needed),
        departments_told=tuple(
            DepartmentToldAnswer(
                department=target.department,
                label=LabelAnswer.of(departments[target.department].label),
                scope_entries=target.scope_entries,
                items=target.item_codes,
            )
            for target in told
        ),
    )


def item_ways(
    item: Item, credit: CreditStanding, findings: Findings, *, chose_commitment: bool | None
) -> ItemWaysAnswer:
    """Say every way of an item, and the one it would go now."""
    choice = choose_route(
        item,
        credit=credit,
        chose_commitment=chose_commitment,
        on=credit.as_of,
        findings=findings,
    )
    declined = choice.route.value == "review"
    return ItemWaysAnswer(
        item_code=item.code,
        route=choice.route.value,
        reason=choice.reason,
        source=choice.source,
        service_grade=grade_of(item, declined_commitment=declined, findings=findings).value,
        ways=tuple(
            WayAnswer(
                route=way.route.value, is_open=way.is_open, reason=way.reason, source=way.source
            )
            for way in ways(item, credit, findings)
        ),
    )


def instant_item(item: Item, approval: InstantApproval) -> InstantItemAnswer:
    return InstantItemAnswer(
        item_code=item.code,
        label=LabelAnswer.of(item.label),
        department=item.department.code,
        published_on=approval.published_on,
        source=approval.source,
        rules=tuple(
            InstantRuleAnswer(
                code=rule.code,
                label=LabelAnswer.of(rule.label),
                when=rule.when,
                source=rule.source,
            )
            for rule in approval.rules
        ),
        sampling_percent=approval.sampling_percent,
        sampling_source=approval.sampling_source,
    )


def push_answer(row: Any, attempts: Iterable[Any], results: Iterable[Any]) -> PushAnswer:  # noqa: ANN401  # rows
    """Show a push with the attempts and results that are its own."""
    return PushAnswer(
        push_id=row["push_id"],
        department=row["department"],
        system=row["system"],
        scope_entries=tuple(row["content"]["scope_entries"]),
        items=tuple(row["content"]["item_codes"]),
        created_at=row["created_at"],
        status=row["status"],
        attempts=tuple(
            PushAttemptAnswer(at=each["at"], outcome=each["outcome"], reason=each["reason"])
            for each in attempts
            if each["push_id"] == row["push_id"]
        ),
        next_attempt_at=row["due_at"],
        delivered_at=row["delivered_at"],
        results=tuple(
            PushResultAnswer(
                outcome=each["outcome"],
                note=each["note"],
                at=each["at"],
                received_at=each["received_at"],
            )
            for each in results
            if each["push_id"] == row["push_id"]
        ),
    )
