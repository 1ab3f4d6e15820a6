"""What a signed record of a verification must hold: enough inspectors, every point once."""

from domain.commands import CompleteTask
from domain.errors import ErrorKind, Refused
from domain.permits.permit import Permit
from domain.tasks import TaskOutcome


def check_inspectors(permit: Permit, command: CompleteTask) -> None:
    """Refuse a record that fewer inspectors sign than the scheme asks for, or not its author."""
    signed, minimum = set(command.inspectors), permit.grant.scheme.minimum_inspectors
    if len(signed) < minimum:
        raise _invalid("too_few_inspectors", f"At least {minimum} inspectors sign.", "inspectors")
    if command.actor.subject not in signed:
        raise _invalid(
            "author_has_not_signed", "The author of the record signs it too.", "inspectors"
        )


def check_findings(permit: Permit, points: tuple[str, ...], command: CompleteTask) -> None:
    """Refuse findings that leave a point out, answer another, or belie the outcome."""
    department = permit.grant.item.department.code
    answered = [finding.point_code for finding in command.findings]
    if len(answered) != len(set(answered)):
        raise _invalid("finding_twice", "A point is answered twice.", "findings")
    strange = set(answered) - set(points)
    if strange or any(finding.department != department for finding in command.findings):
        named = ", ".join(sorted(strange)) or "a point of another department"
        raise _invalid("finding_out_of_place", f"Not looked at here: {named}.", "findings")
    missing = sorted(set(points) - set(answered))
    if missing:
        raise _invalid("findings_missing", f"Not answered: {', '.join(missing)}.", "findings")
    passed = all(finding.passed for finding in command.findings)
    if points and passed is not (command.outcome is TaskOutcome.PASSED):
        raise _invalid(
            "outcome_belies_findings",
            "A check is passed when every point is, and failed when one is not.",
            "outcome",
        )


def _invalid(reason: str, message: str, field: str) -> Refused:
    return Refused(reason, message, rule="行政许可法 34", field=field, kind=ErrorKind.INVALID)
