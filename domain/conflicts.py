"""Recusal 回避: an official in conflict handles neither the case nor the item (公务员法 76, 77)."""

from domain import review_events as reviewed
from domain.actors import Actor, Role
from domain.case import Case
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.party import already_closed
from domain.review_commands import ExcludeOfficial

INTEREST = "公务员法 76"
PROCEDURE = "公务员法 77"
_OFFICIALS = frozenset(
    {
        Role.REVIEWER,
        Role.INSPECTOR,
        Role.SUPERVISOR,
        Role.HEAD_OF_AUTHORITY,
        Role.HEAD_OF_GOVERNMENT,
    }
)


def may_handle(case: Case, subject: str, item_codes: tuple[str, ...]) -> Refused | None:
    """Say why an official may not handle these items: his own application, or excluded."""
    applicant = case.submission.applicant
    if subject in {*applicant.subjects, applicant.handling_person}:
        return in_conflict(f"{subject} has applied here.")
    for exclusion in case.exclusions:
        if exclusion.subject == subject and exclusion.item_code in {"", *item_codes}:
            return in_conflict(f"{subject} is kept from {exclusion.item_code or 'this case'}.")
    return None


def in_conflict(message: str) -> Refused:
    """Say that somebody may not handle a matter for a conflict of interest."""
    return Refused("conflict_of_interest", message, rule=INTEREST, kind=ErrorKind.FORBIDDEN)


def kept_from_business(subject: str) -> Refused:
    """Say that somebody may handle no case of the business."""
    return in_conflict(f"{subject} is kept from all cases of this business.")


def may_exclude(case: Case, actor: Actor) -> Refused | None:
    """Say why the actor may exclude nobody here, or None: officials themselves, supervisors all."""
    if case.is_closed:
        return already_closed(case)
    if actor.role not in _OFFICIALS:
        return Refused(
            "officials_only",
            "Only officials declare a conflict, and supervisors decide on it.",
            rule=PROCEDURE,
            kind=ErrorKind.FORBIDDEN,
        )
    return None


def decide_exclude(draft: Draft, command: ExcludeOfficial) -> None:
    """Keep an official away; declaring or ordering the same again changes nothing."""
    refusal = may_exclude(draft.case, command.actor)
    if refusal:
        raise refusal
    _check_whom(command)
    if command.item_code and draft.case.lane(command.item_code) is None:
        raise Refused(
            "item_unknown",
            f"{command.item_code} is not in this application.",
            rule=PROCEDURE,
            field="item_code",
            kind=ErrorKind.INVALID,
        )
    if not _is_known(draft.case, command):
        draft.add(
            reviewed.OfficialExcluded(
                command.subject, command.item_code, command.reasons, command.whole_business
            )
        )


def _check_whom(command: ExcludeOfficial) -> None:
    if not command.reasons.strip():
        raise Refused(
            "reasons_missing",
            "Say what the conflict is.",
            rule=PROCEDURE,
            field="reasons",
            kind=ErrorKind.INVALID,
        )
    if command.actor.role is not Role.SUPERVISOR and command.subject != command.actor.subject:
        raise Refused(
            "only_oneself",
            "An official declares only his own conflict; a supervisor decides on others'.",
            rule=PROCEDURE,
            field="subject",
            kind=ErrorKind.FORBIDDEN,
        )


def _is_known(case: Case, command: ExcludeOfficial) -> bool:
    return any(
        (known.subject, known.item_code, known.whole_business)
        == (command.subject, command.item_code, command.whole_business)
        for known in case.exclusions
    )
