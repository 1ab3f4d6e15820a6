"""Delegation during leave (请假委托): a colleague stands in from the first to the last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.actors import Actor, Role
from domain.errors import ErrorKind, Refused

RULE = "assumption: a colleague of the department stands in during leave"


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who stands in for whom, in one department, on which days (both included)."""

    department: str
    principal: str
    delegate: str
    begins_on: date
    ends_on: date


def check_delegation(wanted: Delegation, actor: Actor, today: date) -> None:
    """Refuse a delegation of somebody else's tasks, to oneself, or for days that are no span."""
    if actor.role is not Role.SUPERVISOR and not _is_own(wanted, actor):
        raise Refused(
            "not_your_leave",
            "An official delegates his own tasks; a supervisor those of others.",
            rule=RULE,
            field="principal",
            kind=ErrorKind.FORBIDDEN,
        )
    if wanted.delegate == wanted.principal:
        raise _invalid("delegate_is_oneself", "Nobody stands in for himself.", "delegate")
    if wanted.begins_on < today:
        raise _invalid(
            "begins_in_the_past", f"It can begin on {today} at the earliest.", "begins_on"
        )
    if wanted.ends_on < wanted.begins_on:
        raise _invalid("ends_before_it_begins", "The last day lies before the first.", "ends_on")


def check_others(wanted: Delegation, others: Iterable[Delegation]) -> None:
    """Refuse a second stand-in for the same days, and a chain of stand-ins.

    ``others`` are delegations in force on some of the days that concern either person.
    """
    for other in others:
        if other.principal == wanted.principal:
            raise _taken(
                "delegated_before", "Somebody stands in on some of these days.", "begins_on"
            )
        if other.principal == wanted.delegate:
            raise _taken("delegate_absent", "The colleague is away on some days.", "delegate")
        if other.delegate == wanted.principal:
            message = "Somebody on leave on some of these days relies on this official."
            raise _taken("stands_in_himself", message, "begins_on")


def may_end(delegation: Delegation, actor: Actor) -> Refused | None:
    """Say why the actor may not end a delegation early, or None."""
    if actor.role is Role.SUPERVISOR or _is_own(delegation, actor):
        return None
    return Refused(
        "not_your_leave",
        "Only who delegated, or a supervisor, ends it early.",
        rule=RULE,
        kind=ErrorKind.FORBIDDEN,
    )


def _is_own(delegation: Delegation, actor: Actor) -> bool:
    return (actor.subject, actor.department) == (delegation.principal, delegation.department)


def _invalid(reason: str, message: str, field: str) -> Refused:
    return Refused(reason, message, rule=RULE, field=field, kind=ErrorKind.INVALID)


def _taken(reason: str, message: str, field: str) -> Refused:
    return Refused(reason, message, rule=RULE, field=field)
