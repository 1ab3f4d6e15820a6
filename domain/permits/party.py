"""Who may speak for a permit's holder and for the department that gave it."""

from domain.actors import Actor, Role
from domain.errors import ErrorKind, Refused
from domain.permits.permit import Permit


def may_speak_for_holder(permit: Permit, actor: Actor) -> Refused | None:
    """Say why the actor may not act for the holder, or None (同标同质, R149: windows may)."""
    applicant = permit.grant.applicant
    if actor.role is Role.WINDOW_CLERK or applicant.is_represented_by(actor):
        return None
    return Refused(
        "not_the_holder",
        "Only the holder, its agent or a window clerk may do this.",
        rule="行政许可法 7",
        kind=ErrorKind.FORBIDDEN,
    )


def may_speak_for_department(permit: Permit, actor: Actor) -> Refused | None:
    """Say why the actor may not conduct proceedings, or None: a reviewer of the department may."""
    department = permit.grant.item.department.code
    if actor.role is Role.REVIEWER and actor.acts_for(department):
        return None
    return Refused(
        "reviewers_of_the_department_only",
        f"Only a reviewer of {department} may do this.",
        rule="行政许可法 69",
        kind=ErrorKind.FORBIDDEN,
    )


def not_alive(permit: Permit) -> Refused | None:
    """Say that the permit has not begun or has ended, or None while it stands."""
    if not permit.has_begun:
        return Refused("not_open_yet", "The permit has not begun its own life.", rule="design §8")
    if permit.status.is_ended:
        return Refused("permit_ended", f"The permit has ended: {permit.status}.", rule="design §8")
    return None
