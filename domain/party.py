"""Who may speak for the applicant, and where a decision can be challenged."""

from domain.actors import Actor, Role
from domain.case import Case
from domain.errors import ErrorKind, Refused

REMEDIES = ("administrative_reconsideration", "administrative_litigation")
"""Codes of the remedies against the department that decided (行政许可法 38; R81). Their periods
stand in the catalogue's texts."""


def may_speak_for_applicant(case: Case, actor: Actor) -> Refused | None:
    """Say why the actor may not act for the applicant, or None.

    The firm's account, its agent and a window clerk may (同标同质, R149).
    """
    applicant = case.submission.applicant
    if actor.role is Role.WINDOW_CLERK or applicant.is_represented_by(actor):
        return None
    return Refused(
        "not_the_applicant",
        "Only the applicant, its agent or a window clerk may do this.",
        rule="行政许可法 29",
        kind=ErrorKind.FORBIDDEN,
    )


def not_open_yet(case: Case) -> Refused:
    """Say that the case has not come so far; clients try again later."""
    return Refused(
        "not_open_yet",
        f"The application is {case.status}; this is not open yet.",
        rule="design §3",
    )


def already_closed(case: Case) -> Refused:
    """Say that nothing can be done in a closed case."""
    return Refused("case_closed", f"The application has ended: {case.ending}.", rule="design §3")
